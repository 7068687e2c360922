package io.flinklstm.core.kernel;

/**
 * exp, tanh and sigmoid in float32, from additions, products, {@code fma} and one division alone:
 * the same bits on every machine, compiled or not. A NaN goes through.
 *
 * <p>All rest on {@code e^x - 1} with {@code x = n ln 2 + r}, |r| at most half of ln 2: {@code 2^n
 * (e^r - 1) + (2^n - 1)} keeps the digits of small results. The largest errors are in {@code
 * docs/numerics.md}.
 */
public final class Functions {

  /** Where the gates' arguments are clipped: sigmoid and tanh have all but reached their ends. */
  static final float LIMIT = 28;

  static final int LIMIT_BITS = 0x41E00000;
  static final int SIGN_BIT = 0x80000000;
  static final float LOG2_E = 1.442695f;
  static final float LN2 = 0.6931472f;

  /**
   * Adding it rounds to an integer n, and leaves {@code n + 127} in the low bits: shifted to the
   * exponent's place, that is {@code 2^n}.
   */
  static final float ROUND = 12582912f + 127;

  static final int EXPONENT_SHIFT = 23;

  // (e^r - 1 - r) / r^2, relative error of e^r - 1 below 1.8e-8.
  static final float P0 = 0.49999997f;
  static final float P1 = 0.16666543f;
  static final float P2 = 0.0416672f;
  static final float P3 = 0.008366528f;
  static final float P4 = 0.0013882513f;

  // ln 2 in two parts; the first has so few bits that its product with n is exact.
  private static final float LN2_HIGH = 0.6933594f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float OVERFLOW = 88.72284f;
  private static final float UNDERFLOW = -104f;

  private Functions() {}

  /**
   * {@code e^x - 1} for x within plus or minus 28, and as if there beyond: what the gates are made
   * of. Not a number where x is not finite.
   */
  static float expm1(float x) {
    float y = clip(x);
    float t = Math.fma(y, LOG2_E, ROUND);
    float r = Math.fma(t - ROUND, -LN2, y);
    float q = polynomial(r, Math.fma(x, 0, P4)); // makes NaN of what the clip has hidden
    float power = Float.intBitsToFloat(Float.floatToRawIntBits(t) << EXPONENT_SHIFT);
    return Math.fma(power, q, power - 1);
  }

  private static float clip(float x) {
    return Math.max(-LIMIT, Math.min(LIMIT, x));
  }

  /** {@code e^r - 1} for small r; the last coefficient is given. */
  private static float polynomial(float r, float last) {
    float p = Math.fma(last, r, P3);
    p = Math.fma(p, r, P2);
    p = Math.fma(p, r, P1);
    p = Math.fma(p, r, P0);
    return Math.fma(p, r * r, r);
  }

  /** {@code e^x} over the whole range, subnormal results included. */
  public static float exp(float x) {
    if (x > OVERFLOW) {
      return Float.POSITIVE_INFINITY;
    }
    float y = x < UNDERFLOW ? UNDERFLOW : x;
    float n = Math.fma(y, LOG2_E, ROUND) - ROUND;
    float q = polynomial(Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y)), P4);
    int half = (int) n >> 1;
    return (1 + q) * powerOfTwo(half) * powerOfTwo((int) n - half);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + 127) << EXPONENT_SHIFT);
  }

  /** {@code e^x - 1} for x up to 28. */
  public static float expMinusOne(float x) {
    return expm1(clip(x));
  }

  /** {@code tanh x}. */
  public static float tanh(float x) {
    float e = expm1(clip(2 * x));
    return e / (2 + e);
  }

  /** {@code 1 / (1 + e^-x)}. */
  public static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }
}
