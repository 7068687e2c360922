package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;

/** Batch normalization in its evaluation form: a factor and a shift per column. */
final class BatchNorm extends RowLayer {

  private final float[] factor;
  private final float[] mean;
  private final float[] bias;

  BatchNorm(Weights named, LayerDescription.BatchNorm layer) {
    super(layer.input());
    int n = layer.input();
    mean = named.get("running_mean", n);
    bias = named.getOrZeros("bias", n);
    factor = named.getOrOnes("weight", n);
    float[] variance = named.get("running_var", n);
    for (int j = 0; j < n; j++) {
      factor[j] = (float) (factor[j] / Math.sqrt((double) variance[j] + layer.epsilon()));
    }
  }

  @Override
  void row(float[] x, int at, float[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] = Math.fma(x[at + j] - mean[j], factor[j], bias[j]);
    }
  }

  @Override
  public double largest(double input) {
    double largest = 0;
    for (int j = 0; j < mean.length; j++) {
      double deviation = input + Math.abs(mean[j]);
      largest = Math.max(largest, deviation * Math.abs(factor[j]) + Math.abs(bias[j]));
    }
    return Weights.inRangeOrInfinity(largest);
  }
}
