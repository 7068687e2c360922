package io.flinklstm.core.kernel;

/** The arithmetic of a timestep. Every implementation gives the same bits. */
public sealed interface Kernels permits ScalarKernels {

  /** Short name for logs and metrics. */
  String name();

  /**
   * {@code z[r] = bias + W x[r] + U h[r]}, added up in that order, each product by {@code fma}.
   *
   * @param w (n, inputs) row-major
   * @param u (n, hidden) row-major
   * @param z (rows, n), overwritten
   */
  void gates(
      float[] w,
      float[] u,
      float[] bias,
      float[][] x,
      int xOffset,
      int inputs,
      float[][] h,
      int hOffset,
      int hidden,
      float[][] z,
      int rows);

  /**
   * From gate pre-activations z (rows, 4H; blocks i, f, g, o) and c to the next c and h, in place.
   */
  void lstmCell(float[][] z, float[][] state, int hOffset, int cOffset, int hidden, int rows);

  /** {@code y[r] = bias + W x[r]}; w (outputs, inputs) row-major. */
  void linear(
      float[] w,
      float[] bias,
      float[][] x,
      int xOffset,
      int inputs,
      float[][] y,
      int outputs,
      int rows);
}
