package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;
import java.util.Arrays;

/** One column, an id, replaced by zeros with a one at the id. */
final class OneHot extends RowLayer {

  private final LayerDescription.OneHot layer;

  OneHot(LayerDescription.OneHot layer) {
    super(layer.output());
    this.layer = layer;
  }

  @Override
  void row(float[] x, int at, float[] y) {
    int column = layer.column();
    int end = column + layer.size();
    float id = x[at + column];
    boolean known = id >= 0 && id < layer.size() && id == (int) id;
    System.arraycopy(x, at, y, 0, column);
    Arrays.fill(y, column, end, known || layer.ignoreUnknown() ? 0 : Float.NaN);
    if (known) {
      y[column + (int) id] = 1;
    }
    System.arraycopy(x, at + column + 1, y, end, y.length - end);
  }

  @Override
  public double largest(double input) {
    return layer.ignoreUnknown() ? Math.max(1, input) : Double.POSITIVE_INFINITY;
  }
}
