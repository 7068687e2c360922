package io.flinklstm.jobs.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * What key and values may be where a record is a tree of objects: text is a {@link String}, numbers
 * are those of Java, and null is what is not there.
 */
final class ObjectValue {

  private ObjectValue() {}

  static String key(Object found, String place) throws UnreadableException {
    require(found, place);
    if (found instanceof String || isWhole(found)) {
      return EventKey.check(found.toString(), place);
    }
    throw wrong(found, place, "a text or a whole number");
  }

  static void require(Object found, String place) throws UnreadableException {
    if (found == null) {
      throw new UnreadableException("field " + place + " is missing");
    }
  }

  /** NaN where it is missing. */
  static float value(Object found, FieldReading reading) throws UnreadableException {
    if (found == null) {
      return Float.NaN;
    }
    return reading instanceof FieldReading.Category category
        ? category.of(text(found, category.path().text()))
        : number(found, reading.path().text());
  }

  private static String text(Object found, String place) throws UnreadableException {
    if (found instanceof String || found instanceof Boolean || isWhole(found)) {
      return found.toString();
    }
    throw wrong(found, place, "a text");
  }

  private static boolean isWhole(Object found) {
    return found instanceof Integer || found instanceof Long || found instanceof BigInteger;
  }

  /** Rounded once; NaN, which is a missing value, stays. */
  static float number(Object found, String place) throws UnreadableException {
    if (found instanceof Boolean flag) {
      return flag ? 1 : 0;
    } else if (isWhole(found) || found instanceof BigDecimal) {
      return EventValue.ofNumber(found.toString(), place);
    } else if (found instanceof Double || found instanceof Float) {
      float value = ((Number) found).floatValue();
      if (Float.isInfinite(value)) {
        throw new UnreadableException(
            "field " + place + ": found " + found + ", beyond what float32 holds");
      }
      return value;
    }
    throw wrong(found, place, "a number");
  }

  /** All values, where one array has them. */
  static float[] all(Object found, int width) throws UnreadableException {
    require(found, Layout.ALL);
    if (!(found instanceof List<?> list)) {
      throw wrong(found, Layout.ALL, "an array");
    }
    if (list.size() != width) {
      throw new UnreadableException(
          "field values: found "
              + list.size()
              + " values, expected "
              + width
              + " as the model's fields");
    }
    float[] values = new float[width];
    for (int i = 0; i < width; i++) {
      String place = Layout.ALL + "[" + i + "]";
      values[i] = list.get(i) == null ? Float.NaN : number(list.get(i), place);
    }
    return values;
  }

  static UnreadableException wrong(Object found, String place, String expected) {
    return new UnreadableException(
        "field " + place + ": found " + called(found) + ", expected " + expected);
  }

  private static String called(Object found) {
    if (found instanceof String) {
      return "a string";
    } else if (found instanceof Boolean) {
      return "a boolean";
    } else if (found instanceof Number) {
      return "a number";
    }
    return found instanceof List ? "an array" : "a record or bytes";
  }
}
