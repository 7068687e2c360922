package io.flinklstm.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.record.FieldPath;
import io.flinklstm.jobs.record.FieldReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Pipeline files in a folder with a model. */
abstract class WrittenPipelines {

  static final String LEAST =
      """
      name: sensors
      kafka:
        bootstrap: localhost:9092
      input:
        topic: readings
      model:
        file: model.safetensors
      output:
        topic: results
        dead-letters: bad
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeTheModel() throws IOException {
    DemoModel.source().bundle().write(folder.resolve("model.safetensors"));
  }

  PipelineFile read(String yaml, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("pipeline.yaml");
    Files.writeString(file, yaml);
    return PipelineFile.read(file, environment::get);
  }

  Pipeline pipeline(String yaml) throws IOException {
    return read(yaml, Map.of()).pipeline();
  }

  static FieldReading number(String path) {
    return new FieldReading.Number(FieldPath.parse(path));
  }

  void assertRefused(String yaml, String... sentences) {
    assertThatThrownBy(() -> pipeline(yaml))
        .isInstanceOf(StartupException.class)
        .message()
        .satisfies(
            message ->
                assertThat(message.lines())
                    .as(message)
                    .hasSameSizeAs(sentences)
                    .zipSatisfy(
                        List.of(sentences), (line, said) -> assertThat(line).contains(said)));
  }

  static String input(String more) {
    return LEAST.replace(
        "  topic: readings", "  topic: readings\n" + more.indent(2).stripTrailing());
  }
}
