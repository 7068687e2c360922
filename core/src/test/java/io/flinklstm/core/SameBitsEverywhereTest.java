package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.kernel.ScalarKernels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs of their own, with other vectors and other compilers, against this one's specification. */
class SameBitsEverywhereTest {

  private static final String[] ALL = {"512", "60"}; // rows; rounds, for C2 to compile on the way
  private static final String[] FEW = {"8", "1"}; // for those that cannot do more in seconds
  private static final String WIDTH = "-Dflinklstm.kernels=vector-";

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyVectorWidthGivesTheSpecifiedBitsAfterLongWarmUp(int bits) throws Exception {
    assertThat(child("vector", ALL, WIDTH + bits)).isEqualTo("vector-" + bits + specified(ALL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
  void bothKernelsGiveTheSpecifiedBitsWithoutTheOptimizingCompiler(String compiler)
      throws Exception {
    assertThat(child("scalar", FEW, compiler)).isEqualTo("scalar" + specified(FEW));
    assertThat(child("vector", FEW, compiler, WIDTH + 256))
        .isEqualTo("vector-256" + specified(FEW));
  }

  private static String specified(String[] size) {
    return " "
        + BitDigest.of(new ScalarKernels(), Integer.parseInt(size[0]), Integer.parseInt(size[1]));
  }

  private static String child(String kernels, String[] size, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BitDigest.class.getName(), kernels, size[0], size[1]));
    return lastLine(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String lastLine(Process process) throws IOException, InterruptedException {
    String output;
    try (InputStream stream = process.getInputStream()) {
      output = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    assertThat(process.waitFor()).as(output).isZero();
    return output.substring(output.lastIndexOf('\n') + 1);
  }
}
