package io.flinklstm.core.cell;

import io.flinklstm.core.kernel.Kernels;

/** A layer without state that works on each row alone, in plain loops for all kernels. */
abstract sealed class RowLayer implements Layer
    permits Activate, BatchNorm, Embedding, LayerNorm, OneHot {

  private final int outputs;

  RowLayer(int outputs) {
    this.outputs = outputs;
  }

  /** Reads a row of inputs from {@code at} on and overwrites a row of outputs. */
  abstract void row(float[] x, int at, float[] y);

  @Override
  public final void advance(
      Kernels kernels,
      float[][] x,
      int xOffset,
      float[][] state,
      float[] z,
      float[][] own,
      int rows) {
    for (int r = 0; r < rows; r++) {
      row(x[r], xOffset, own[r]);
    }
  }

  @Override
  public final float[][] newRows(int maxRows) {
    return new float[maxRows][outputs];
  }
}
