package io.flinklstm.core.score;

/**
 * The complementary error function with a small relative error also far out, where {@code 1 - erf}
 * has none of its digits left; the same bits on every machine.
 */
public final class ComplementaryError {

  private static final double ROOT_PI = 1.772453850905516;
  private static final double SERIES_ENDS = 2;

  private ComplementaryError() {}

  /** {@code erfc(x)}, relative error below 1e-13 wherever the result is a normal number. */
  public static double erfc(double x) {
    if (x < 0) {
      return 2 - erfc(-x);
    }
    return x < SERIES_ENDS ? 1 - erf(x) : tail(x);
  }

  /** {@code 2 e^-x^2 / sqrt(pi) * sum x (2 x^2)^n / (1 3 5 .. (2n+1))}: no term is negative. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > 1e-17 * sum; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 * StrictMath.exp(-x * x) / ROOT_PI * sum;
  }

  /** Laplace's continued fraction, from its end; the further out, the fewer terms it needs. */
  private static double tail(double x) {
    double fraction = x;
    for (int n = 8 + (int) (200 / (x * x)); n > 0; n--) {
      fraction = x + 0.5 * n / fraction;
    }
    return StrictMath.exp(-x * x) / (ROOT_PI * fraction);
  }
}
