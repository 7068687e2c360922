package io.flinklstm.faults.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.faults.workload.Workload.Sample;
import java.io.IOException;
import java.util.Arrays;

/** What results and dead letters hand through of their record, beside what the network says. */
final class Echo {

  private static final int HEAD = 256;

  private Echo() {}

  /** Whether a result has the values that were sent. */
  static boolean isOfResult(JsonNode json, Sample sent) {
    JsonNode values = json.path("values");
    float[] found = new float[values.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = number(values.path(i));
    }
    return Arrays.equals(found, sent.values());
  }

  /** Whether a dead letter has the length and the first bytes of what was sent. */
  static boolean isOfDeadLetter(JsonNode json, Sample sent) throws IOException {
    byte[] value = sent.value() == null ? new byte[0] : sent.value();
    int length = sent.value() == null ? -1 : value.length;
    byte[] head = Arrays.copyOf(value, Math.min(value.length, HEAD));
    return json.path("length").asInt(Integer.MIN_VALUE) == length
        && Arrays.equals(json.path("head").binaryValue(), head);
  }

  /**
   * By way of double, whose text has a float's own few digits again, and so gives that float. A
   * BigDecimal has no negative zero.
   */
  static float number(JsonNode json) {
    return json.isNumber() ? Float.parseFloat(Double.toString(json.doubleValue())) : Float.NaN;
  }
}
