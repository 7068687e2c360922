package io.flinklstm.core.cell;

import io.flinklstm.core.kernel.Kernels;

/** One layer, advanced by one timestep for all rows of a wave. */
public sealed interface Layer permits RecurrentCell, Linear, RowLayer, StillLayer {

  /** Floats of state this layer keeps per key. */
  default int stateFloats() {
    return 0;
  }

  /** Writes a new key's state into this layer's part. */
  default void initialize(float[] state) {}

  /** Floats of the products that this layer makes for so many rows. */
  default int productFloats(int maxRows) {
    return 0;
  }

  /**
   * Advances rows {@code 0 .. rows-1}: reads {@code x[r]} from {@code xOffset} on, changes this
   * layer's part of {@code state[r]} in place.
   *
   * @param z room for the products, shared by all layers, see {@link Kernels}
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
  default float[][] output(float[][] state, float[][] own) {
    return own;
  }

  /** Where in these rows the output begins. */
  default int outputOffset() {
    return 0;
  }

  /**
   * The largest magnitude this layer's output can have for inputs of at most so much, or infinity
   * where a product could leave float32's range or the state could grow without end.
   */
  double largest(double input);
}
