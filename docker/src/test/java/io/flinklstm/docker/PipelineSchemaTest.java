package io.flinklstm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors say of pipeline files, by the schema that is made from the settings. */
class PipelineSchemaTest {

  private static List<String> violations(JsonNode pipeline) throws IOException {
    JsonNode schema = Repository.yaml(Repository.ROOT.resolve("docs/pipeline.schema.json"));
    return Repository.violations(pipeline, schema);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker/pipeline.yaml",
        "examples/sensors/pipeline.yaml",
        "examples/users/names.yaml",
        "examples/users/pipeline.yaml",
      })
  void thePipelinesOfThisRepositoryObeyIt(String file) throws IOException {
    assertThat(violations(Repository.yaml(Repository.ROOT.resolve(file)))).isEmpty();
  }

  @Test
  void whatTheProgramTakesItTakes() throws IOException {
    assertThat(
            violations(
                Repository.yaml(
                    """
                    name: 7
                    max-parallelism: ${ENV:MAX}
                    kafka:
                      bootstrap: ${ENV:KAFKA}
                      properties: {request.timeout.ms: 30000, a: true, b: "${FILE:secret}"}
                    input:
                      topic: [a, 2024]
                      start: 2011-02-02T00:00:00Z
                      history-only: ${ENV:ONLY}
                      features: {a: {path: x, categories: [red, 1]}, b: body.c}
                    model: {file: m.onnx}
                    operator: {order: event-time, longest-wait: "${ENV:WAIT}", missing: last-value}
                    output: {topic: out, dead-letters: bad}
                    """)))
        .isEmpty();
  }

  @Test
  void itFindsWhatIsMisspeltMissingOrOfAnotherKind() throws IOException {
    assertThat(
            violations(
                Repository.yaml(
                    """
                    name: pumps
                    kafka: {bootstrap: "a:1"}
                    input: {topik: a}
                    model: {file: m.onnx}
                    operator: {max-wave: lots, longest-wait: 5, order: random}
                    output: {topic: out}
                    """)))
        .anyMatch(error -> error.contains("topik"))
        .anyMatch(error -> error.contains("max-wave"))
        .anyMatch(error -> error.contains("longest-wait"))
        .anyMatch(error -> error.contains("order"))
        .anyMatch(error -> error.contains("dead-letters"));
  }
}
