package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.models.Golden;
import io.flinklstm.models.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every file beside a recording in the reference folder, through the commands a user types. */
class GoldenCommandTest {

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> verifiesOrRefusesEachFormOfEachCase() {
    return Golden.recorded().stream()
        .map(file -> DynamicTest.dynamicTest(Golden.name(file), () -> check(file)));
  }

  private void check(Path file) throws IOException {
    Optional<Refusal> refusal = Golden.refusal(file);
    if (refusal.isPresent()) {
      checkRefusal(file, refusal.get());
    }
    String remedy = refusal.map(Refusal::remedy).orElse("");
    Invocation verify = verify(file, remedy);
    assertThat(verify.code()).as(verify.err() + verify.out()).isZero();
    assertThat(verify.lastLine()).startsWith("verify: PASS max=");
    double max = Double.parseDouble(verify.lastLine().replaceAll(".*max=", ""));
    assertThat(max).isLessThanOrEqualTo(Golden.tolerance(file));
    if (refusal.isPresent() && refusal.get().kind() == Refusal.Kind.PER_EVENT) {
      assertThat(verify.out()).contains("over closed windows only", "as windows one by one");
    }
  }

  /** What cannot be a stream's model is not taken for one; verify finds by itself what it needs. */
  private void checkRefusal(Path file, Refusal refusal) throws IOException {
    Path out = folder.resolve("bundle.safetensors");
    Invocation convert = Invocation.of("convert", file, "--describe", yaml(file, ""), out);
    requireRefused(convert, file, refusal);
    assertThat(out).doesNotExist();
    if (!refusal.runsAsWindow()) {
      requireRefused(verify(file, ""), file, refusal);
    }
  }

  private static void requireRefused(Invocation invocation, Path file, Refusal refusal) {
    assertThat(invocation.code()).as(invocation.out()).isEqualTo(1);
    assertThat(invocation.err())
        .startsWith("flink-lstm: " + file.getFileName() + ": ")
        .contains("found", "expected")
        .contains(refusal.phrases());
  }

  private Invocation verify(Path file, String remedy) throws IOException {
    Path reference = file.resolveSibling("io.safetensors");
    return Invocation.of(
        "verify", "--model", file, "--describe", yaml(file, remedy), "--reference", reference);
  }

  private Path yaml(Path file, String remedy) throws IOException {
    Path yaml = Files.createTempFile(folder, "golden", ".yaml");
    return Files.writeString(yaml, Golden.description(file) + remedy);
  }
}
