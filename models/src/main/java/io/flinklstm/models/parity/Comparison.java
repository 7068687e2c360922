package io.flinklstm.models.parity;

/**
 * Computed values against recorded ones.
 *
 * @param what is compared
 * @param against {@code float64} or {@code float32}
 * @param largest difference
 * @param mean difference
 * @param step at which the largest occurs, from 0; -1 for a final state
 * @param sequence in which it occurs, from 0
 * @param tolerance what the largest may be
 */
public record Comparison(
    String what,
    String against,
    double largest,
    double mean,
    int step,
    int sequence,
    double tolerance) {

  /** Whether the difference is small enough; one that is not a number is not. */
  public boolean passes() {
    return largest <= tolerance;
  }

  /**
   * Compares values in the order (sequence, step, unit).
   *
   * @param shape steps, or 0 for what has none, and units
   */
  static Comparison of(
      String what,
      String against,
      float[] found,
      double[] recorded,
      int[] shape,
      double tolerance) {
    double largest = 0;
    double sum = 0;
    int where = 0;
    for (int i = 0; i < recorded.length; i++) {
      double difference = Math.abs(found[i] - recorded[i]);
      sum += difference;
      if (difference > largest || Double.isNaN(difference)) {
        largest = difference;
        where = i;
      }
    }
    int row = where / Math.max(1, shape[1]);
    boolean stepped = shape[0] > 0;
    return new Comparison(
        what,
        against,
        largest,
        recorded.length == 0 ? 0 : sum / recorded.length,
        stepped ? row % shape[0] : -1,
        stepped ? row / shape[0] : 0,
        tolerance);
  }

  /** One line for people. */
  @Override
  public String toString() {
    String place = step < 0 ? "" : ", at step %d of sequence %d".formatted(step, sequence);
    return "%-14s against %s  largest %.2e  mean %.2e  allowed %.2e%s%s"
        .formatted(what, against, largest, mean, tolerance, passes() ? "" : "  FAIL", place);
  }
}
