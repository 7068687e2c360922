package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bits from every way in which a JVM can run the code, each in a process of its own. */
@Execution(ExecutionMode.CONCURRENT)
class EveryJvmTest {

  private static final String LARGE = "512";
  private static final String SMALL = "5"; // for ways that take a thousand times as long
  private static final String WARM = "3";
  private static final String ONCE = "1";

  private static final Path OTHER_JDK =
      Path.of(System.getenv().getOrDefault("JDK25_HOME", "/usr/lib/jvm/temurin-25-jdk-amd64"));

  private static final String SCALAR_LARGE = digest(javaHome(), LARGE, ONCE, "scalar");
  private static final String SCALAR_SMALL = digest(javaHome(), SMALL, ONCE, "scalar");

  private static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector-128", "vector-256", "vector-512"})
  void everyVectorWidthGivesTheBitsOfTheScalarKernels(String width) {
    assumeWidth(width);
    assertThat(digest(javaHome(), LARGE, WARM, width))
        .isEqualTo(SCALAR_LARGE.replace("scalar", width));
  }

  @ParameterizedTest
  @CsvSource({
    "interpreter, -Xint",
    "C1 alone, -XX:TieredStopAtLevel=1",
    "C2 alone, -XX:-TieredCompilation",
    "no on-stack replacement, -XX:-UseOnStackReplacement"
  })
  void everyCompilerGivesTheSameBits(String way, String flag) {
    String vectors = digest(javaHome(), SMALL, ONCE, "vector", flag);
    assertThat(vectors).as(way).startsWith("vector-");
    assertThat(vectors.split(" ")[1]).as(way).isEqualTo(SCALAR_SMALL.split(" ")[1]);
  }

  @Test
  void anotherJdkGivesTheSameBits() {
    assumeThat(Files.isExecutable(OTHER_JDK.resolve("bin/java")))
        .as("no JDK in %s; JDK25_HOME names another place", OTHER_JDK)
        .isTrue();
    String vectors = digest(OTHER_JDK, LARGE, WARM, "vector");
    assertThat(vectors.split(" ")[1]).isEqualTo(SCALAR_LARGE.split(" ")[1]);
  }

  /** A species wider than the processor's registers cannot be forced everywhere. */
  private static void assumeWidth(String width) {
    int widest = Integer.parseInt(digest(javaHome(), ONCE, ONCE, "vector").split("[- ]")[1]);
    assumeThat(Integer.parseInt(width.split("-")[1]))
        .as("this machine's vectors have %d bits", widest)
        .isLessThanOrEqualTo(widest);
  }

  private static String digest(
      Path home, String largestWave, String times, String kernels, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("-Dflinklstm.kernels=" + kernels);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BitDigest.class.getName(), largestWave, times));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor()).as("%s", command).isZero();
      return output.substring(output.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
