package io.flinklstm.jobs.record;

/** What the text of a number may be. */
final class EventValue {

  static final int MAX_LENGTH = 100;

  private EventValue() {}

  /** From text to float at once: by way of double it would be rounded twice. */
  static float ofNumber(String number, String place) throws UnreadableException {
    float value = ShortDecimal.parse(number);
    if (Float.isNaN(value)) {
      value = Float.parseFloat(number);
    }
    if (!Float.isFinite(value)) {
      throw new UnreadableException(
          "field " + place + ": found " + number + ", beyond what float32 holds");
    }
    return value;
  }

  /** A decimal number, true and false as 1 and 0, or NaN for nothing: what is missing. */
  static float ofText(String text, String place) throws UnreadableException {
    if (text.isEmpty()) {
      return Float.NaN;
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true") ? 1 : 0;
    }
    if (text.length() > MAX_LENGTH) {
      throw new UnreadableException(
          "field "
              + place
              + ": found "
              + text.length()
              + " characters, expected a number of at most "
              + MAX_LENGTH);
    }
    try {
      if (isDecimal(text)) {
        return ofNumber(text, place);
      }
    } catch (NumberFormatException e) {
      // said below, as for any other text
    }
    throw new UnreadableException(
        "field " + place + ": found a text that is no number, expected a number");
  }

  /** Java itself would also take NaN, Infinity, 0x1p3, 1f and blanks around a number. */
  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
