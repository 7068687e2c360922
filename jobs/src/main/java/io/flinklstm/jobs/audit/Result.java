package io.flinklstm.jobs.audit;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.List;

/**
 * A result as it is in the output topic. Two are equal when all their numbers have the same bits.
 *
 * @param time event time in epoch milliseconds
 * @param step steps of the key, this one included
 * @param warm whether the sequence has had its steps of warm-up
 * @param label of a classifier, else empty
 * @param values of the event, with null for what is missing; empty for a model that forecasts
 *     nothing
 * @param forecast the model's outputs: for the key's next event, or what else its task is
 * @param expected what had been forecast for this event, with null where there was none; empty for
 *     a model that forecasts nothing
 * @param errors per output, by how much the value was above what had been expected, in scaled
 *     units; empty for a model that forecasts nothing
 * @param error of that forecast in scaled units; null for a model that forecasts nothing
 * @param score the anomaly score, 0 to 1; null for a model without a scorer
 * @param model fingerprint in hexadecimal digits
 * @param topic of the input record
 * @param partition of the input record
 * @param offset of the input record
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Result(
    String key,
    long time,
    long step,
    boolean warm,
    String label,
    List<Float> values,
    @JsonAlias({"probabilities", "outputs", "embedding"}) List<Float> forecast,
    List<Float> expected,
    List<Float> errors,
    Double error,
    Double score,
    String model,
    String topic,
    int partition,
    long offset) {

  private static final ObjectReader JSON = new ObjectMapper().readerFor(Result.class);

  public Result {
    boolean forecasts = expected != null && !expected.isEmpty();
    label = label == null ? "" : label;
    values = forecasts && values != null ? values : List.of();
    errors = forecasts && errors != null ? errors : List.of();
    expected = forecasts ? expected : List.of();
    error = forecasts ? error : null;
  }

  /** Reads the value of an output record. */
  public static Result parse(byte[] value) throws IOException {
    return JSON.readValue(value);
  }
}
