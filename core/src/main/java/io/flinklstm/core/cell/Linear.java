package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;
import java.util.Map;

/** {@code y = activation(W x + b)} on each row; keeps no state. */
public final class Linear implements Layer {

  private final WeightMatrix weights;
  private final double[] reach; // largest sum is reach[0] * input + reach[1]
  private final int outputs;
  private final LayerDescription.Activation activation;

  private Linear(
      WeightMatrix weights, double[] reach, int outputs, LayerDescription.Activation activation) {
    this.weights = weights;
    this.reach = reach;
    this.outputs = outputs;
    this.activation = activation;
  }

  /** Builds the layer from {@code weight} and, where there is one, {@code bias}. */
  public static Linear of(
      Kernels kernels, Map<String, Tensor> tensors, LayerDescription.Linear layer) {
    Weights named = new Weights(tensors, layer.prefix());
    float[] w = named.get("weight", layer.output(), layer.input());
    float[] bias = named.getOrZeros("bias", layer.output());
    double[] reach = {
      Weights.largest(w, new float[bias.length], 1), Weights.largest(new float[0], bias, 0)
    };
    WeightMatrix packed =
        WeightMatrix.pack(kernels.lanes(), layer.output(), w, new float[0], bias, 1);
    return new Linear(packed, reach, layer.output(), layer.activation());
  }

  @Override
  public int stateFloats() {
    return 0;
  }

  @Override
  public int productFloats(int maxRows) {
    return maxRows * weights.stride();
  }

  @Override
  public void advance(
      Kernels kernels,
      float[][] x,
      int xOffset,
      float[][] state,
      float[] z,
      float[][] own,
      int rows) {
    kernels.product(weights, x, xOffset, x, xOffset, z, Slab.START, rows);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(z, Slab.START + r * weights.stride(), own[r], 0, outputs);
      Activations.apply(activation, own[r]);
    }
  }

  @Override
  public float[][] newRows(int maxRows) {
    return new float[maxRows][outputs];
  }

  @Override
  public float[][] output(float[][] state, float[][] own) {
    return own;
  }

  @Override
  public int outputOffset() {
    return 0;
  }

  /** The activations give no larger magnitude than they take, or than 1. */
  @Override
  public double largest(double input) {
    double sum = Math.max(1, reach[0] * input + reach[1]);
    return Weights.inRange(sum) ? sum : Double.POSITIVE_INFINITY;
  }
}
