package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./flink-lstm} where something it needs is not there: one line and the remedy. */
class ScriptTest {

  @TempDir private Path directory;

  @Test
  void saysThatTheJdkIsTooOld() throws Exception {
    Path java = script("bin/java", "echo '    java.specification.version = 11' >&2");
    Outcome outcome = run(Map.of("JAVA_HOME", directory.toString()));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text())
        .isEqualTo(
            "flink-lstm: "
                + java
                + " is version 11, needed is 17 or newer; set JAVA_HOME to one\n");
  }

  @Test
  void understandsTheVersionsOfJavaEight() throws Exception {
    script("bin/java", "echo '    java.specification.version = 1.8' >&2");
    assertThat(run(Map.of("JAVA_HOME", directory.toString())).text())
        .contains("is version 8, needed is 17");
  }

  @Test
  void saysThatJavaHomeHoldsNoJava() throws Exception {
    Outcome outcome = run(Map.of("JAVA_HOME", "/nowhere"));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text())
        .isEqualTo(
            "flink-lstm: JAVA_HOME is /nowhere, which holds no bin/java; point it to a JDK 17 or"
                + " newer\n");
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    script("bin/java", "echo '    java.specification.version = 17' >&2");
    script("df", "printf 'Filesystem\\nx 100 95 5 95%% /\\n'");
    script("mvn", "exit 9");
    Outcome outcome =
        run(
            Map.of(
                "JAVA_HOME",
                directory.toString(),
                "PATH",
                directory + ":" + System.getenv("PATH")));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text()).contains("only 5 MiB free on the disk of", "needed are 600; make");
  }

  @Test
  void saysThatTheTemporaryDirectoryIsNone() throws Exception {
    script("bin/java", "echo '    java.specification.version = 17' >&2");
    Outcome outcome = run(Map.of("JAVA_HOME", directory.toString(), "TMPDIR", "/nowhere"));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text())
        .isEqualTo(
            "flink-lstm: /nowhere is no directory that can be written; set TMPDIR to one with 600"
                + " MiB free\n");
  }

  private Path script(String name, String body) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Outcome run(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("../flink-lstm", "demo").redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), text);
  }

  private record Outcome(int code, String text) {}
}
