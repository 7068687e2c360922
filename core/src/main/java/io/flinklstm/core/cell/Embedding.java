package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;
import java.util.Arrays;

/** One column, an id, replaced by its row of a table; NaN where there is no such row. */
final class Embedding extends RowLayer {

  private final float[] table; // (vocabulary, dimension)
  private final LayerDescription.Embedding layer;

  Embedding(Weights named, LayerDescription.Embedding layer) {
    super(layer.output());
    this.table = named.get("weight", layer.vocabulary(), layer.dimension());
    this.layer = layer;
  }

  @Override
  void row(float[] x, int at, float[] y) {
    int column = layer.column();
    int end = column + layer.dimension();
    float id = x[at + column];
    System.arraycopy(x, at, y, 0, column);
    if (id >= 0 && id < layer.vocabulary() && id == (int) id) {
      System.arraycopy(table, ((int) id) * layer.dimension(), y, column, layer.dimension());
    } else {
      Arrays.fill(y, column, end, Float.NaN);
    }
    System.arraycopy(x, at + column + 1, y, end, y.length - end);
  }

  /** An unknown id gives NaN, so that steps have to be checked. */
  @Override
  public double largest(double input) {
    return Double.POSITIVE_INFINITY;
  }
}
