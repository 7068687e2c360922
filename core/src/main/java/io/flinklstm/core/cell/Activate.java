package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;

/** An activation on its own. */
final class Activate extends RowLayer {

  private final LayerDescription.Activate layer;

  Activate(LayerDescription.Activate layer) {
    super(layer.input());
    this.layer = layer;
  }

  @Override
  void row(float[] x, int at, float[] y) {
    System.arraycopy(x, at, y, 0, y.length);
    Activations.apply(layer.function(), y, 0, y.length);
  }

  @Override
  public double largest(double input) {
    return Weights.inRangeOrInfinity(Activations.largest(layer.function(), input));
  }
}
