package io.flinklstm.models.parity;

/** How far computed values may be from recorded ones; {@code docs/export.md} states the rule. */
final class Tolerance {

  private static final double NEAR = 1e-6;
  private static final int ROUNDINGS = 4; // units in the last place of the largest value
  private static final double OWN_ERRORS = 3;
  private static final double ROUNDING = 1e-7;

  private Tolerance() {}

  /** From float64 results, where nothing is known of the framework's own float32. */
  static double exact(double[] recorded) {
    double largest = 0;
    for (double value : recorded) {
      largest = Math.max(largest, Math.abs(value));
    }
    return Math.max(NEAR, ROUNDINGS * (double) Math.ulp((float) largest));
  }

  /**
   * From float64 results. A framework that is itself more than half the tolerance off shows a model
   * that magnifies roundings: then its own error is the measure.
   *
   * @param own the framework's largest float32 error
   */
  static double exact(double[] recorded, double own) {
    double near = exact(recorded);
    return own > near / 2 ? Math.max(near, OWN_ERRORS * own + ROUNDING) : near;
  }

  /** From float32 results alone: both sides may be as far from the truth. */
  static double rounded(double[] recorded) {
    return 2 * exact(recorded);
  }
}
