package io.flinklstm.jobs.audit;

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
 * @param forecast for the key's next event
 * @param expected what had been forecast for this event; null where there was none
 * @param error of that forecast in scaled units
 * @param score the anomaly score, 0 to 1; null for a model without a scorer
 * @param model fingerprint in hexadecimal digits
 * @param partition of the input record
 * @param offset of the input record
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Result(
    String key,
    long time,
    long step,
    List<Float> forecast,
    List<Float> expected,
    Double error,
    Double score,
    String model,
    int partition,
    long offset) {

  private static final ObjectReader JSON = new ObjectMapper().readerFor(Result.class);

  /** Reads the value of an output record. */
  public static Result parse(byte[] value) throws IOException {
    return JSON.readValue(value);
  }
}
