package io.flinklstm.core.cell;

import io.flinklstm.core.kernel.Kernels;

/** One layer, advanced by one timestep for all rows of a wave. */
public sealed interface Layer permits LstmCell, Linear {

  /** Floats of state this layer keeps per key. */
  int stateFloats();

  /**
   * Advances rows {@code 0 .. rows-1}: reads {@code x[r]} from {@code xOffset} on, changes this
   * layer's part of {@code state[r]} in place.
   */
  void advance(
      Kernels kernels, float[][] x, int xOffset, float[][] state, Scratch scratch, int rows);

  /** The rows that hold this layer's output after {@code advance}. */
  float[][] output(float[][] state, Scratch scratch);

  /** Where in these rows the output begins. */
  int outputOffset();

  /** Creates what one thread needs to advance this layer for up to so many rows. */
  Scratch newScratch(int maxRows);

  /**
   * Memory for intermediate results, owned by one thread.
   *
   * @param rows (maxRows, width of the layer's intermediate)
   */
  record Scratch(float[][] rows) {}
}
