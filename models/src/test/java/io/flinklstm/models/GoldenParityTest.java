package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.parity.Parity;
import io.flinklstm.models.parity.ParityReport;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every reference case, from each of its file forms, through the network the operator runs. */
class GoldenParityTest {

  private static final List<String> FORMS =
      List.of("model.safetensors", "state_dict.pt", "model.onnx", "model.keras", "model.h5");

  @TestFactory
  Stream<DynamicTest> everyFormOfEveryCaseComputesWhatWasRecorded() {
    return Golden.files(Golden.folder(""), "").stream()
        .filter(folder -> Files.exists(folder.resolve("io.safetensors")))
        .flatMap(folder -> FORMS.stream().map(folder::resolve).filter(Files::exists))
        .map(file -> DynamicTest.dynamicTest(name(file), () -> check(file)));
  }

  private static String name(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  private static void check(Path file) throws IOException {
    String description = description(file.getParent());
    ImportedModel model;
    try {
      model = ModelFile.read(file, options(description));
    } catch (ModelFormatException refused) {
      assertThat(isRefusedByTheReference(file)).as(refused.getMessage()).isTrue();
      assertThat(refused).hasMessageContaining("found").hasMessageContaining("expected");
      checkWhatIsRefusedByDefaultOnly(file, refused);
      return;
    }
    assertThat(isRefusedByTheReference(file)).as("should have been refused").isFalse();
    check(model, file);
  }

  private static void check(ImportedModel model, Path file) throws IOException {
    Safetensors io = Safetensors.read(file.resolveSibling("io.safetensors"));
    ParityReport report = Parity.of(model, io);
    assertThat(report.passes()).as(report.text()).isTrue();
    assertThat(report.largest()).isLessThanOrEqualTo(3e-6);
  }

  private static void checkWhatIsRefusedByDefaultOnly(Path file, ModelFormatException refused)
      throws IOException {
    if (refused.getMessage().contains("treat it as 1")) {
      check(ModelFile.read(file, options("gru-reset: after")), file);
    }
  }

  private static ModelFile.Options options(String description) {
    return new ModelFile.Options(Optional.empty(), UserDescription.parse(description), false);
  }

  /** The table names cases, some with a star for any ending. */
  private static boolean isRefusedByTheReference(Path file) throws IOException {
    String folder = file.getParent().getFileName().toString();
    return Stream.of(Golden.refusals().split("`"))
        .map(name -> name.replaceAll("/.*$", "").replace("*", ".*"))
        .anyMatch(name -> !name.isBlank() && folder.matches(name));
  }

  /** What a user would have to say: the weights alone do not tell it. */
  private static String description(Path folder) throws IOException {
    StringBuilder yaml = new StringBuilder("name: golden\n");
    for (String meta : List.of("meta.json", "tf1.json")) {
      if (Files.exists(folder.resolve(meta))) {
        JsonNode json = new ObjectMapper().readTree(folder.resolve(meta).toFile());
        yaml.append("nonlinearity: ").append(json.path("nonlinearity").asText("tanh")).append('\n');
        if (json.has("forget_bias")) {
          yaml.append("forget-bias: ").append(json.get("forget_bias")).append('\n');
        }
      }
    }
    return yaml.toString();
  }
}
