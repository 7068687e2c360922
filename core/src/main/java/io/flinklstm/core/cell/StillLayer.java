package io.flinklstm.core.cell;

import io.flinklstm.core.kernel.Kernels;

/**
 * Stands where a layer stood and computes nothing: the state stays, the output is what it holds.
 */
record StillLayer(Layer layer) implements Layer {

  @Override
  public int stateFloats() {
    return layer.stateFloats();
  }

  @Override
  public void initialize(float[] state) {
    layer.initialize(state);
  }

  @Override
  public void advance(
      Kernels kernels,
      float[][] x,
      int xOffset,
      float[][] state,
      float[] z,
      float[][] own,
      int rows) {}

  @Override
  public float[][] newRows(int maxRows) {
    return layer.newRows(maxRows);
  }

  @Override
  public float[][] output(float[][] state, float[][] own) {
    return layer.output(state, own);
  }

  @Override
  public int outputOffset() {
    return layer.outputOffset();
  }

  @Override
  public double largest(double input) {
    return layer.largest(input);
  }
}
