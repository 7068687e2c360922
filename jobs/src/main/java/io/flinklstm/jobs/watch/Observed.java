package io.flinklstm.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * A result as it is in the output topic, as far as the page shows it. What is null there is NaN.
 *
 * @param outputs by whatever name the model's task gives them
 * @param values of the event; empty where results carry none
 */
record Observed(
    String key,
    long time,
    long step,
    float[] values,
    float[] outputs,
    float[] expected,
    double error,
    double score,
    String model) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads the value of an output record. */
  static Observed parse(byte[] value) throws IOException {
    JsonNode json = JSON.readTree(value);
    JsonNode outputs =
        Stream.of("forecast", "probabilities", "outputs", "embedding")
            .map(json::path)
            .filter(JsonNode::isArray)
            .findFirst()
            .orElse(json.path("outputs"));
    if (!json.path("key").isTextual() || !json.path("step").isNumber()) {
      throw new IOException("found a record without key or step, expected a result");
    }
    return new Observed(
        json.path("key").asText(),
        json.path("time").asLong(),
        json.path("step").asLong(),
        numbers(json.path("values")),
        numbers(outputs),
        numbers(json.path("expected")),
        json.path("error").asDouble(Double.NaN),
        json.path("score").asDouble(Double.NaN),
        json.path("model").asText());
  }

  private static float[] numbers(JsonNode array) {
    float[] numbers = new float[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = array.get(i);
      numbers[i] = number.isNumber() ? number.floatValue() : Float.NaN;
    }
    return numbers;
  }

  /** The value that was foretold; of a model that foretells none, what it gave out. */
  float actual(ModelView model) {
    float[] from = model.field() < 0 ? outputs : values;
    int at = model.field() < 0 ? model.shown() : model.field();
    return at < from.length ? from[at] : Float.NaN;
  }

  /** What had been foretold for it; NaN where nothing was. */
  float expected(ModelView model) {
    return model.shown() < expected.length ? expected[model.shown()] : Float.NaN;
  }
}
