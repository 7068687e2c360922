package io.flinklstm.core.cell;

/**
 * How far pre-activations {@code b + W x + U h} can reach: what decides whether a layer can ever
 * leave float32's range.
 */
record Reach(double perInput, double perHidden, double bias) {

  /** For rows of W and U, both row-major, and their biases; either may be empty. */
  static Reach of(float[] w, float[] u, float[] bias) {
    int rows = bias.length;
    return new Reach(largestRow(w, rows), largestRow(u, rows), largestRow(bias, rows));
  }

  private static double largestRow(float[] matrix, int rows) {
    int width = matrix.length / rows;
    double largest = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        sum += Math.abs(matrix[row * width + k]);
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  /** The largest magnitude for x and h up to so much. */
  double largest(double input, double hidden) {
    return perInput * input + perHidden * hidden + bias;
  }
}
