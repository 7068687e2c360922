package io.flinklstm.faults.workload;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.SplittableRandom;

/** Ways to write one and the same event, all of them right. */
enum Variation {
  PLAIN,
  BLANKS,
  MORE_FIELDS,
  ANOTHER_ORDER,
  ESCAPED_KEY,
  MANY_DIGITS,
  EXPONENT;

  private static final Variation[] ALL = values();
  private static final int USUAL = 4; // of five

  static Variation of(SplittableRandom random) {
    return random.nextInt(USUAL + 1) < USUAL ? PLAIN : ALL[random.nextInt(ALL.length)];
  }

  String write(String key, long time, float[] v) {
    return switch (this) {
      case PLAIN -> document(key, time, v[0] + "," + v[1]);
      case BLANKS -> " \t\r\n" + document(key, time, v[0] + " ,\n " + v[1]) + "\n  ";
      case MORE_FIELDS ->
          "{\"x\":{\"a\":[1,null,{\"b\":\"}\"}]},"
              + document(key, time, v[0] + "," + v[1]).substring(1);
      case ANOTHER_ORDER ->
          "{\"values\":[%s,%s],\"time\":%d,\"key\":\"%s\"}".formatted(v[0], v[1], time, key);
      case ESCAPED_KEY -> document("\\u0073" + key.substring(1), time, v[0] + "," + v[1]);
      case MANY_DIGITS -> document(key, time, manyDigits(v[0]) + "," + manyDigits(v[1]));
      case EXPONENT ->
          document(
              key, time, String.format(Locale.ROOT, "%.12e,%.12E", (double) v[0], (double) v[1]));
    };
  }

  /** All of its decimals, where they are within the 100 characters that a number may have. */
  private static String manyDigits(float value) {
    boolean plain = Math.abs(value) > 1e-9f; // nor zero, which has a sign
    return plain
        ? new BigDecimal(value).toPlainString()
        : String.format(Locale.ROOT, "%.30e", (double) value);
  }

  static String document(String key, long time, String values) {
    return "{\"key\":\"" + key + "\",\"time\":" + time + ",\"values\":[" + values + "]}";
  }
}
