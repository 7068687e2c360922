package io.flinklstm.core.cell;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;

/** {@code y = activation(W x + b)} on each row; keeps no state. */
final class Linear implements Layer {

  private final WeightMatrix weights;
  private final Reach reach;
  private final int outputs;
  private final ActivationFunction activation;

  Linear(Kernels kernels, Weights named, LayerDescription.Linear layer) {
    outputs = layer.output();
    activation = ActivationFunction.of(layer.activation());
    float[] w = named.get("weight", outputs, layer.input());
    float[] bias = named.getOrZeros("bias", outputs);
    weights = WeightMatrix.pack(kernels.lanes(), outputs, w, new float[0], bias, 1);
    reach = Reach.of(w, new float[0], bias);
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
      Activations.apply(activation, own[r], 0, outputs);
    }
  }

  @Override
  public float[][] newRows(int maxRows) {
    return new float[maxRows][outputs];
  }

  @Override
  public double largest(double input) {
    double sum = reach.largest(input, 0);
    return Weights.inRange(sum)
        ? Weights.inRangeOrInfinity(Activations.largest(activation, sum))
        : Double.POSITIVE_INFINITY;
  }
}
