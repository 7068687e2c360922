package io.flinklstm.core.score;

/**
 * The complementary error function with a small relative error also far out, where {@code 1 - erf}
 * has none of its digits left; the same bits on every machine.
 */
final class ComplementaryError {

  private ComplementaryError() {}

  /**
   * {@code erfc(x)}, relative error below 1.2e-7 for every x: the Chebyshev fit of {@code ln erfc}
   * in W. H. Press et al., Numerical Recipes, section 6.2.
   */
  static double erfc(double x) {
    double t = 1 / (1 + 0.5 * Math.abs(x));
    double p = 0.17087277;
    p = -0.82215223 + t * p;
    p = 1.48851587 + t * p;
    p = -1.13520398 + t * p;
    p = 0.27886807 + t * p;
    p = -0.18628806 + t * p;
    p = 0.09678418 + t * p;
    p = 0.37409196 + t * p;
    p = 1.00002368 + t * p;
    double tail = t * StrictMath.exp(-x * x - 1.26551223 + t * p);
    return x >= 0 ? tail : 2 - tail;
  }
}
