package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.models.Golden;
import io.flinklstm.models.Refusal;
import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** One network in every form that PyTorch saves it in: converted, it is one bundle. */
class CheckpointCommandTest {

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> everyFormOfACheckpointGivesTheSameWeightsOrIsRefused() {
    Path variants = Golden.folder("pt_variants");
    return Stream.of(".pt", ".safetensors")
        .flatMap(ending -> Golden.files(variants, ending).stream())
        .map(file -> DynamicTest.dynamicTest(Golden.name(file), () -> check(file)));
  }

  private void check(Path file) throws IOException {
    Optional<Refusal> refusal = Golden.refusal(file);
    if (refusal.isPresent()) {
      Invocation refused = convert(file, "", folder.resolve("none"));
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .startsWith("flink-lstm: " + file.getFileName() + ": ")
          .contains(refusal.get().phrases());
      if (refusal.get().remedy().isEmpty()) {
        return;
      }
    }
    Path converted = folder.resolve("converted");
    Invocation convert = convert(file, refusal.map(Refusal::remedy).orElse(""), converted);
    assertThat(convert.code()).as(convert.err()).isZero();
    Path twin = folder.resolve("twin");
    assertThat(convert(reference(file), "", twin).code()).isZero();
    assertThat(Safetensors.read(converted).tensors()).isEqualTo(Safetensors.read(twin).tensors());
  }

  /** A file of another type has the converted weights beside it. */
  private static Path reference(Path file) throws IOException {
    Path same = Path.of(file.toString().replaceAll("\\.pt$", ".safetensors"));
    Path expected = file.resolveSibling("expected.safetensors");
    if (Files.exists(same)) {
      requireRounded(Safetensors.read(same), Safetensors.read(expected));
      return same;
    }
    return expected;
  }

  private static void requireRounded(Safetensors narrow, Safetensors expected) {
    assertThat(narrow.tensors()).hasSameSizeAs(expected.tensors());
    for (RawTensor tensor : narrow.tensors().values()) {
      double unit =
          switch (tensor.dtype()) {
            case F16 -> 0x1p-11;
            case BF16 -> 0x1p-8;
            default -> 0;
          };
      double[] found = tensor.doubles();
      double[] exact = expected.get(tensor.name()).doubles();
      for (int i = 0; i < exact.length; i++) {
        double subnormal = tensor.dtype() == Dtype.F16 ? 0x1p-25 : 0;
        assertThat(Math.abs(found[i] - exact[i]))
            .isLessThanOrEqualTo(unit * Math.abs(exact[i]) + subnormal);
      }
    }
  }

  private Invocation convert(Path file, String yaml, Path out) throws IOException {
    Path description = Files.writeString(folder.resolve("d.yaml"), "name: one\n" + yaml);
    return Invocation.of("convert", file, "--describe", description, out);
  }
}
