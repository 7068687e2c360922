package io.flinklstm.faults.report;

import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.cluster.Shell;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Commit, versions and machine of a run. */
public final class Surroundings {

  private Surroundings() {}

  public static String commit(Path home) {
    String git = home.toString();
    if (!Shell.succeeds("git", "-C", git, "rev-parse", "HEAD")) {
      return "unknown";
    }
    boolean changed =
        !Shell.run(
                "git",
                "-C",
                git,
                "status",
                "--porcelain",
                "--untracked-files=no",
                "--",
                ".",
                ":!docs/reliability.md",
                ":!faults/results") // what runs write
            .isBlank();
    return Shell.run("git", "-C", git, "rev-parse", "--short=12", "HEAD").strip()
        + (changed ? "+" : "");
  }

  public static Map<String, String> versions(Path home) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Flink", version(home, "flink-runtime-"));
    versions.put("Kafka connector", version(home, "flink-connector-kafka-"));
    versions.put("Kafka", version(home, "kafka-clients-"));
    versions.put("JDK", System.getProperty("java.runtime.version"));
    versions.put(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " processors, Linux "
            + System.getProperty("os.version")
            + ", load average at the end "
            + loadAverage());
    return versions;
  }

  /** How busy the machine was: recoveries are as slow as it. */
  private static String loadAverage() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String version(Path home, String jar) {
    try (Stream<Path> files = Files.list(home.resolve("faults/target/lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(jar) && !name.endsWith("-tests.jar"))
          .map(name -> name.substring(jar.length(), name.length() - ".jar".length()))
          .filter(version -> Character.isDigit(version.charAt(0)))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      throw new FaultsException("faults/target/lib cannot be read: " + e.getMessage(), e);
    }
  }
}
