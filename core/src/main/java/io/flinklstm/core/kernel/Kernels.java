package io.flinklstm.core.kernel;

/**
 * The arithmetic of a timestep. Every implementation gives the same bits, whatever the number of
 * rows, of lanes, or the place of a row among the others.
 *
 * <p>Products z are flat: row r begins at {@code zAt + r * stride} of its {@link WeightMatrix};
 * {@code zAt} is {@link Slab#START} or a multiple of the lanes behind it. Behind the last row there
 * must be room for {@link #spareFloats()} more.
 */
public sealed interface Kernels permits ScalarKernels, VectorKernels {

  /** Short name for logs and metrics. */
  String name();

  /** Floats in a vector: how weights must be packed for these kernels. */
  int lanes();

  /** What a product array needs behind its last row. */
  default int spareFloats() {
    return 2 * lanes();
  }

  /**
   * {@code z[r] = bias + W x[r] + U h[r]}: the bias first, then the inputs, then the hidden, in
   * order, each added by {@code fma}.
   *
   * @param x rows; read from {@code xOffset} on
   * @param h rows; read from {@code hOffset} on; not touched where nothing hidden is multiplied
   */
  void product(
      WeightMatrix m,
      float[][] x,
      int xOffset,
      float[][] h,
      int hOffset,
      float[] z,
      int zAt,
      int rows);

  /**
   * The LSTM's step from gate pre-activations, in place in the keys' state.
   *
   * @param z products of four gates, scaled: -i, -f, 2g, -o; overwritten
   */
  void lstm(float[] z, int zAt, int units, float[][] state, int hOffset, int cOffset, int rows);

  /**
   * The GRU's gates and its candidate's pre-activation, where reset acts on the product.
   *
   * @param z at {@code gatesAt} products of two gates, scaled: -r, -z, overwritten by {@code e^. -
   *     1}; at {@code inputAt} the candidate's from x, doubled, overwritten by the sum; at {@code
   *     hiddenAt} that from h, doubled
   * @param stride of both parts of the candidate
   */
  void gruCandidate(
      float[] z,
      int gatesAt,
      int gatesStride,
      int inputAt,
      int hiddenAt,
      int stride,
      int units,
      int rows);

  /**
   * The GRU's gates and its reset state {@code r h}, where reset acts on the state.
   *
   * @param z at {@code gatesAt} as in {@link #gruCandidate}; behind it spare room
   * @param reset rows of units; overwritten
   */
  void gruReset(
      float[] z,
      int gatesAt,
      int gatesStride,
      int units,
      float[][] state,
      int hOffset,
      float[][] reset,
      int rows);

  /**
   * The GRU's next h, in place.
   *
   * @param z at {@code gatesAt} what the gates have become; at {@code candidateAt} the candidate's
   *     pre-activation, doubled; behind it spare room
   */
  void gruHidden(
      float[] z,
      int gatesAt,
      int gatesStride,
      int candidateAt,
      int stride,
      int units,
      float[][] state,
      int hOffset,
      int rows);

  /** {@code h = tanh} of pre-activations z, which come doubled. */
  void rnnTanh(float[] z, int zAt, int stride, int units, float[][] state, int hOffset, int rows);
}
