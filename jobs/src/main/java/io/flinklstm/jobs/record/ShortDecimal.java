package io.flinklstm.jobs.record;

/**
 * Decimal numbers of few digits, as measurements are, to the float nearest to them: several times
 * faster than the JDK's way for all numbers, with the same bits. Digits up to 2^24 and a power of
 * ten up to 10^10 are exact floats, so their quotient is rounded once.
 */
final class ShortDecimal {

  private static final int EXACT = 1 << 24;
  private static final float[] POWERS = {
    1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

  private ShortDecimal() {}

  /** The number, or NaN where it is longer, has an exponent, or is none. */
  static float parse(String text) {
    int length = text.length();
    int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    boolean negative = at == 1;
    int digits = 0;
    int point = -1;
    int first = at;
    for (; at < length; at++) {
      int digit = text.charAt(at) - '0';
      if (digit >= 0 && digit <= 9) {
        digits = 10 * digits + digit;
        if (digits > EXACT) {
          return Float.NaN;
        }
      } else if (text.charAt(at) == '.' && point < 0 && at > first) {
        point = at;
      } else {
        return Float.NaN;
      }
    }
    int fraction = point < 0 ? 0 : length - 1 - point;
    if (at == first || at - 1 == point || fraction >= POWERS.length) {
      return Float.NaN;
    }
    float value = digits / POWERS[fraction];
    return negative ? -value : value;
  }
}
