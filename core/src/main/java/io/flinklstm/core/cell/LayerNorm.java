package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;

/** Layer normalization: each row by its own mean and variance, summed up in float64. */
final class LayerNorm extends RowLayer {

  private final float[] weight;
  private final float[] bias;
  private final float epsilon;

  LayerNorm(Weights named, LayerDescription.LayerNorm layer) {
    super(layer.input());
    weight = named.getOrOnes("weight", layer.input());
    bias = named.getOrZeros("bias", layer.input());
    epsilon = layer.epsilon();
  }

  @Override
  void row(float[] x, int at, float[] y) {
    double sum = 0;
    for (int j = 0; j < y.length; j++) {
      sum += x[at + j];
    }
    double mean = sum / y.length;
    double squares = 0;
    for (int j = 0; j < y.length; j++) {
      squares += (x[at + j] - mean) * (x[at + j] - mean);
    }
    double scale = 1 / Math.sqrt(squares / y.length + epsilon);
    for (int j = 0; j < y.length; j++) {
      y[j] = Math.fma((float) ((x[at + j] - mean) * scale), weight[j], bias[j]);
    }
  }

  /** A normalized value is at most the root of the width; without epsilon a flat row gives NaN. */
  @Override
  public double largest(double input) {
    double largest = 0;
    for (int j = 0; j < weight.length; j++) {
      double part = Math.sqrt(weight.length) * Math.abs(weight[j]) + Math.abs(bias[j]);
      largest = Math.max(largest, part);
    }
    return epsilon > 0 ? Weights.inRangeOrInfinity(largest) : Double.POSITIVE_INFINITY;
  }
}
