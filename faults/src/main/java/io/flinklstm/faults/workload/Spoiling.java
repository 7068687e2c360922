package io.flinklstm.faults.workload;

import io.flinklstm.faults.workload.Workload.Sample;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Ways to make a record bad. Each gives bytes that are no event, whatever the event was. */
public enum Spoiling {
  TOMBSTONE,
  EMPTY,
  NOISE,
  TRUNCATED,
  TRUNCATED_UTF8,
  BYTE_ORDER_MARK,
  NAN,
  INFINITE,
  NAN_AS_TEXT,
  TOO_LARGE,
  TOO_LARGE_FOR_DOUBLE,
  TEN_THOUSAND_DIGITS,
  TOO_DEEP,
  DUPLICATE_FIELD,
  TOO_FEW,
  TOO_MANY,
  NULL_VALUE,
  NULL_KEY,
  NO_KEY,
  LONE_SURROGATE,
  NO_TIME,
  TIME_OUT_OF_RANGE,
  TRAILING,
  ANOTHER_TYPE,
  HUGE;

  private static final Spoiling[] ALL = values();
  private static final int MEGABYTE = 1_000_000;
  private static final int HUGE_SELDOM = 2_000; // a megabyte each

  static Spoiling of(SplittableRandom random) {
    return random.nextInt(HUGE_SELDOM) == 0 ? HUGE : ALL[random.nextInt(ALL.length - 1)];
  }

  /** The bytes; null for a tombstone. */
  byte[] apply(Sample good, SplittableRandom random) {
    String key = good.key();
    String values = good.values()[0] + "," + good.values()[1];
    String document = Variation.document(key, good.time(), values);
    return switch (this) {
      case TOMBSTONE -> null;
      case EMPTY -> new byte[0];
      case NOISE -> noise(random);
      case TRUNCATED -> bytes(document.substring(0, random.nextInt(1, document.length())));
      case TRUNCATED_UTF8 -> truncatedUtf8(document);
      case BYTE_ORDER_MARK -> bytes("\uFEFF" + document);
      case NAN -> with(good, "NaN,1");
      case INFINITE -> with(good, "1,-Infinity");
      case NAN_AS_TEXT -> with(good, "\"NaN\",1");
      case TOO_LARGE -> with(good, "1e39,0");
      case TOO_LARGE_FOR_DOUBLE -> with(good, "0,-1e400");
      case TEN_THOUSAND_DIGITS -> with(good, "1" + "0".repeat(10_000) + ",1");
      case TOO_DEEP -> bytes("{\"x\":" + "[".repeat(random.nextInt(8, 2_000)));
      case DUPLICATE_FIELD -> bytes("{\"key\":\"sensor-0\"," + document.substring(1));
      case TOO_FEW -> with(good, Float.toString(good.values()[0]));
      case TOO_MANY -> with(good, values + ",0");
      case NULL_VALUE -> with(good, "null,1");
      case NULL_KEY -> bytes("{\"key\":null,\"time\":0,\"values\":[" + values + "]}");
      case NO_KEY -> bytes("{\"time\":0,\"values\":[" + values + "]}");
      case LONE_SURROGATE -> bytes(Variation.document("\\uD800", good.time(), values));
      case NO_TIME -> bytes("{\"key\":\"" + key + "\",\"values\":[" + values + "]}");
      case TIME_OUT_OF_RANGE -> bytes(Variation.document(key, Long.MAX_VALUE, values));
      case TRAILING -> bytes(document + random.nextInt(10));
      case ANOTHER_TYPE -> bytes("[" + document + "]");
      case HUGE -> bytes("{\"x\":\"" + "x".repeat(MEGABYTE) + "\"," + document.substring(1));
    };
  }

  private static byte[] with(Sample good, String values) {
    return bytes(Variation.document(good.key(), good.time(), values));
  }

  /** Never begins as a document does. */
  private static byte[] noise(SplittableRandom random) {
    byte[] noise = new byte[random.nextInt(1, 64)];
    random.nextBytes(noise);
    noise[0] = (byte) 0xFF;
    return noise;
  }

  private static byte[] truncatedUtf8(String document) {
    byte[] all = bytes(document.replace("\"time\"", "\"\u20AC\":0,\"time\""));
    byte[] euro = bytes("\u20AC");
    for (int i = 0; i < all.length; i++) {
      if (all[i] == euro[0]) {
        all[i + 1] = '"'; // its second byte is gone
        break;
      }
    }
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
