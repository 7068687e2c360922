package io.flinklstm.core.cell;

import io.flinklstm.core.kernel.Kernels;

/** One layer, advanced by one timestep for all rows of a wave. */
public sealed interface Layer permits LstmCell, Linear {

  /** Floats of state this layer keeps per key. */
  int stateFloats();

  /** Floats of the largest product this layer makes for so many rows. */
  int productFloats(int maxRows);

  /**
   * Advances rows {@code 0 .. rows-1}: reads {@code x[r]} from {@code xOffset} on, changes this
   * layer's part of {@code state[r]} in place.
   *
   * @param z room for the product, shared by all layers, see {@link Kernels}
   * @param own what {@link #newRows} made for this layer
   */
  void advance(
      Kernels kernels,
      float[][] x,
      int xOffset,
      float[][] state,
      float[] z,
      float[][] own,
      int rows);

  /** Rows this layer needs for itself, owned by one thread. */
  float[][] newRows(int maxRows);

  /** The rows that hold this layer's output after {@code advance}. */
  float[][] output(float[][] state, float[][] own);

  /** Where in these rows the output begins. */
  int outputOffset();

  /**
   * The largest magnitude this layer's output can have for inputs of at most so much, or infinity
   * where a product could leave float32's range or the state could grow without end.
   */
  double largest(double input);
}
