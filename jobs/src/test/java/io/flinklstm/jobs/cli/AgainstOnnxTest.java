package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flinklstm.models.Golden;
import io.flinklstm.models.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random inputs through ONNX Runtime, where its jar lies in the local repository: the benchmarks
 * bring it there; the build does not.
 */
class AgainstOnnxTest {

  private static final String VERSION = "1.29.0";

  @TempDir private Path folder;

  private static Path jar() {
    String home = System.getProperty("user.home");
    Path repository =
        Path.of(System.getProperty("maven.repo.local", Path.of(home, ".m2", "repository") + ""));
    Path jar =
        repository.resolve(
            "com/microsoft/onnxruntime/onnxruntime/%1$s/onnxruntime-%1$s.jar".formatted(VERSION));
    assumeTrue(Files.exists(jar), "skipped: no " + jar + "; -Pbench fetches it");
    return jar;
  }

  @TestFactory
  Stream<DynamicTest> everyOnnxFileComputesWhatOnnxRuntimeComputes() {
    Path jar = jar();
    return Golden.recorded().stream()
        .filter(file -> file.toString().endsWith(".onnx"))
        .map(file -> DynamicTest.dynamicTest(Golden.name(file), () -> check(file, jar)));
  }

  private void check(Path file, Path jar) throws IOException {
    String remedy = Golden.refusal(file).map(Refusal::remedy).orElse("");
    Path yaml = Files.writeString(folder.resolve("d.yaml"), Golden.description(file) + remedy);
    Invocation verify =
        Invocation.of(
            "verify", "--model", file, "--describe", yaml, "--against", "onnx", "--runtime", jar);
    if (Golden.isBeyondOnnxRuntime(file)) {
      // It cannot run the file, or runs the fault of its exporter.
      assertThat(verify.code()).isEqualTo(1);
      assertThat(verify.out() + verify.err()).containsAnyOf("FAIL", "ONNX Runtime refuses: ");
      return;
    }
    assertThat(verify.code()).as(verify.err() + verify.out()).isZero();
    assertThat(verify.lastLine()).startsWith("verify: PASS max=");
    assertThat(verify.out()).contains("ONNX Runtime " + VERSION, "from seed 1", "float32");
  }

  @Test
  void anotherSeedGivesOtherInputsAndTheSameSeedTheSame() {
    Path jar = jar();
    Path file =
        Golden.recorded().stream()
            .filter(each -> each.toString().endsWith(".onnx") && Golden.refusal(each).isEmpty())
            .findFirst()
            .orElseThrow();
    Object[] verify = {
      "verify", "--model", file, "--against", "onnx", "--runtime", jar, "--seed", "7"
    };
    Invocation seven = Invocation.of(verify);
    assertThat(seven.out()).contains("from seed 7");
    assertThat(Invocation.of(verify).out()).isEqualTo(seven.out());
    verify[verify.length - 1] = "8";
    assertThat(Invocation.of(verify).lastLine()).isNotEqualTo(seven.lastLine());
  }

  @Test
  void withoutTheJarTheUserIsToldWhichToBring() {
    Path file =
        Golden.recorded().stream()
            .filter(each -> each.toString().endsWith(".onnx") && Golden.refusal(each).isEmpty())
            .findFirst()
            .orElseThrow();
    Invocation verify = Invocation.of("verify", "--model", file, "--against", "onnx");
    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.err())
        .startsWith("flink-lstm: ONNX Runtime: found none on the class path, expected its jar")
        .contains("com.microsoft.onnxruntime:onnxruntime:" + VERSION, "--runtime");
  }
}
