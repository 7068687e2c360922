package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import java.util.Map;

/** {@code y = W x + b} on each row; keeps no state. */
public final class Linear implements Layer {

  private final float[] w; // (outputs, inputs)
  private final float[] bias; // (outputs)
  private final int inputs;
  private final int outputs;

  private Linear(float[] w, float[] bias, int inputs, int outputs) {
    this.w = w;
    this.bias = bias;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Builds the layer from {@code weight} and, where there is one, {@code bias}. */
  public static Linear of(Map<String, Tensor> tensors, LayerDescription.Linear layer) {
    if (layer.activation() != LayerDescription.Activation.IDENTITY) {
      throw new IllegalArgumentException(
          "layer " + layer.prefix() + ": activation " + layer.activation());
    }
    Weights weights = new Weights(tensors, layer.prefix());
    float[] w = weights.get("weight", layer.output(), layer.input());
    float[] bias =
        weights.has("bias") ? weights.get("bias", layer.output()) : new float[layer.output()];
    return new Linear(w, bias, layer.input(), layer.output());
  }

  @Override
  public int stateFloats() {
    return 0;
  }

  @Override
  public void advance(
      Kernels kernels, float[][] x, int xOffset, float[][] state, Scratch scratch, int rows) {
    kernels.linear(w, bias, x, xOffset, inputs, scratch.rows(), outputs, rows);
  }

  @Override
  public float[][] output(float[][] state, Scratch scratch) {
    return scratch.rows();
  }

  @Override
  public int outputOffset() {
    return 0;
  }

  @Override
  public Scratch newScratch(int maxRows) {
    return new Scratch(new float[maxRows][outputs]);
  }
}
