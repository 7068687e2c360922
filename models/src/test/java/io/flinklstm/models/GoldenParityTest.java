package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.parity.Parity;
import io.flinklstm.models.parity.ParityReport;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every reference case, from each of its file forms, through the network the operator runs. */
class GoldenParityTest {

  @TestFactory
  Stream<DynamicTest> everyFormOfEveryCaseComputesWhatWasRecorded() {
    return Golden.recorded().stream()
        .map(file -> DynamicTest.dynamicTest(Golden.name(file), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    String description = Golden.description(file);
    Optional<Refusal> refusal = Golden.refusal(file);
    if (refusal.isPresent()) {
      assertThatThrownBy(() -> read(file, description, false))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContainingAll(refusal.get().phrases().toArray(String[]::new));
    }
    boolean window = refusal.map(Refusal::runsAsWindow).orElse(false);
    ImportedModel model = read(file, description + refusal.map(Refusal::remedy).orElse(""), window);
    ParityReport report = Parity.of(model, Safetensors.read(file.resolveSibling("io.safetensors")));
    assertThat(report.passes()).as(report.text()).isTrue();
    assertThat(report.comparisons())
        .as(report.text())
        .filteredOn(comparison -> comparison.against().equals("float64"))
        .isNotEmpty()
        .allMatch(comparison -> comparison.largest() <= Golden.tolerance(file))
        .allMatch(comparison -> comparison.tolerance() <= Golden.tolerance(file));
  }

  private static ImportedModel read(Path file, String description, boolean window)
      throws IOException {
    return ModelFile.read(
        file, new ModelFile.Options(Optional.empty(), UserDescription.parse(description), window));
  }
}
