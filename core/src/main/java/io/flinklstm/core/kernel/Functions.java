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

  /** Beyond it, sigmoid and tanh no longer change in float32 but for sigmoid's far left tail. */
  static final float LIMIT = 28;

  static final float LOG2_E = 1.442695f;
  // ln 2 in two parts; the first has so few bits that its product with n is exact.
  static final float LN2_HIGH = 0.6933594f;
  static final float LN2_LOW = -2.12194440e-4f;
  // Adding it rounds to an integer, which is then found in the low bits.
  static final float ROUND = 12582912f;
  static final int ONE_BITS = 0x3F800000;
  static final int EXPONENT_SHIFT = 23;

  // (e^r - 1 - r) / r^2, relative error of e^r - 1 below 1.8e-8.
  static final float P0 = 0.49999997f;
  static final float P1 = 0.16666543f;
  static final float P2 = 0.0416672f;
  static final float P3 = 0.008366528f;
  static final float P4 = 0.0013882513f;

  private static final float OVERFLOW = 88.72284f;
  private static final float UNDERFLOW = -104f;

  private Functions() {}

  /** {@code x} brought into plus or minus {@link #LIMIT}. */
  static float clamp(float x) {
    float below = x > LIMIT ? LIMIT : x;
    return below < -LIMIT ? -LIMIT : below;
  }

  /** {@code e^x - 1} for x within plus or minus 28, and as if there beyond: the gates' element. */
  public static float expm1(float x) {
    float y = clamp(x);
    float t = Math.fma(y, LOG2_E, ROUND);
    float q = reduced(y, t - ROUND);
    float power = Float.intBitsToFloat((Float.floatToRawIntBits(t) << EXPONENT_SHIFT) + ONE_BITS);
    return Math.fma(power, q, power - 1);
  }

  /** {@code e^r - 1} where {@code r = y - n ln 2}. */
  private static float reduced(float y, float n) {
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
    float p = Math.fma(P4, r, P3);
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
    float q = reduced(y, n);
    int half = (int) n >> 1;
    return (1 + q) * powerOfTwo(half) * powerOfTwo((int) n - half);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + 127) << EXPONENT_SHIFT);
  }

  /** {@code tanh x}. */
  public static float tanh(float x) {
    float e = expm1(2 * x);
    return e / (2 + e);
  }

  /** {@code 1 / (1 + e^-x)}. */
  public static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }
}
