package io.flinklstm.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.jobs.record.AvroResults;
import io.flinklstm.jobs.record.Origin;
import io.flinklstm.jobs.record.ResultFormat;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;

/**
 * A result as it is in the output topic, as far as the page shows it. What is null there is NaN.
 *
 * @param outputs by whatever name the model's task gives them
 * @param values of the event; empty where results carry none
 * @param errors for each output, by how much the value was above what was expected, in scaled units
 * @param origin of the event
 */
record Observed(
    String key,
    long time,
    long step,
    float[] values,
    float[] outputs,
    float[] expected,
    float[] errors,
    double error,
    double score,
    String model,
    Origin origin) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads the value of an output record. */
  interface Reader {
    /**
     * @throws IOException where it is no result
     */
    Observed read(byte[] value) throws IOException;
  }

  /** A reader of what a pipeline writes. Owned by one thread. */
  static Reader reader(ResultFormat format) {
    if (format instanceof ResultFormat.Json) {
      return value -> json(JSON.readTree(value));
    }
    AvroResults results = new AvroResults(format);
    return value -> avro(read(results, value));
  }

  private static Observed json(JsonNode json) throws IOException {
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
        numbers(json.path("errors")),
        json.path("error").asDouble(Double.NaN),
        json.path("score").asDouble(Double.NaN),
        json.path("model").asText(),
        new Origin(
            json.path("topic").asText(),
            json.path("partition").asInt(),
            json.path("offset").asLong()));
  }

  private static GenericRecord read(AvroResults results, byte[] value) throws IOException {
    try {
      return results.read(value);
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }

  private static Observed avro(GenericRecord record) {
    return new Observed(
        record.get("key").toString(),
        (long) record.get("time"),
        (long) record.get("step"),
        numbers(record.get("values")),
        numbers(record.get("outputs")),
        numbers(record.get("expected")),
        numbers(record.get("errors")),
        number(record.get("error")),
        number(record.get("score")),
        record.get("model").toString(),
        new Origin(
            record.get("topic").toString(),
            (int) record.get("partition"),
            (long) record.get("offset")));
  }

  private static double number(Object valueOrNull) {
    return valueOrNull == null ? Double.NaN : (double) valueOrNull;
  }

  private static float[] numbers(Object list) {
    List<?> values = (List<?>) list;
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i) == null ? Float.NaN : (float) values.get(i);
    }
    return numbers;
  }

  private static float[] numbers(JsonNode array) {
    if (!array.isArray()) {
      return new float[0];
    }
    float[] numbers = new float[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = array.get(i);
      numbers[i] = number.isNumber() ? number.floatValue() : Float.NaN;
    }
    return numbers;
  }

  /** The value that was foretold; of an output that foretells none, what the model gave out. */
  float actual(ModelView model, int output) {
    int field = model.fields().get(output);
    float[] from = field < 0 ? outputs : values;
    int at = field < 0 ? output : field;
    return at < from.length ? from[at] : Float.NaN;
  }

  /** What had been foretold for it; NaN where nothing was. */
  float expected(int output) {
    return output < expected.length ? expected[output] : Float.NaN;
  }

  /** How unusual it is; of a model whose task it is to tell, what that says. */
  double score(ModelView model) {
    return model.scores() && outputs.length > 0 ? outputs[0] : score;
  }

  /** The output whose value was furthest from what had been expected. */
  int worst(ModelView model) {
    int worst = model.shown();
    for (int output = 0; output < Math.min(errors.length, model.fields().size()); output++) {
      worst = amount(output) > amount(worst) ? output : worst;
    }
    return worst;
  }

  private float amount(int output) {
    boolean known = output < errors.length && !Float.isNaN(errors[output]);
    return known ? Math.abs(errors[output]) : -1;
  }
}
