package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the processes run with, from where the build has put it. */
public final class ClassPath {

  /** What a Flink distribution does not bring; of ours and of Kafka, only the job jar has it. */
  private static final Pattern NOT_FLINK =
      Pattern.compile(
          "flink-lstm-.*|.*-tests\\.jar|flink-test-utils.*|flink-connector-(base|kafka).*"
              + "|kafka.*|jackson-.*|picocli.*|junit.*|hamcrest.*|mockito.*|jhdf.*|assertj.*");

  private final Path home;

  public ClassPath(Path home) {
    this.home = home;
  }

  /** Flink as distributed, and the file system that fails on demand. */
  String flink() {
    return ours() + jars(name -> !NOT_FLINK.matcher(name).matches());
  }

  String kafka() {
    return ours() + jars(name -> !name.endsWith("-tests.jar") && !name.startsWith("flink-"));
  }

  /** How processes log, and the file system. */
  private String ours() {
    return home.resolve("faults/target/classes") + ":";
  }

  /** The jar that users submit. */
  public Path jobJar() {
    Path target = home.resolve("jobs/target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(
              f -> f.getFileName().toString().matches("flink-lstm-jobs-[^-]*(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow(
              () -> new FaultsException("found no job jar in " + target + ", build first"));
    } catch (IOException e) {
      throw new FaultsException(target + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String jars(Predicate<String> wanted) {
    Path lib = home.resolve("faults/target/lib");
    try (Stream<Path> files = Files.list(lib)) {
      List<Path> jars =
          files.filter(f -> wanted.test(f.getFileName().toString())).sorted().toList();
      return jars.stream().map(Path::toString).collect(Collectors.joining(":"));
    } catch (IOException e) {
      throw new FaultsException(lib + " cannot be read: " + e.getMessage(), e);
    }
  }
}
