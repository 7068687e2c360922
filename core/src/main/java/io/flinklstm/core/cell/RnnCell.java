package io.flinklstm.core.cell;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;

/** One plain recurrent layer, {@code h' = activation(W x + U h + b)}. State per key: h (H). */
final class RnnCell implements RecurrentCell {

  private final WeightMatrix weights;
  private final ActivationFunction activation;
  private final float clip;
  private final boolean tanh; // on the kernels; the rest in a plain loop
  private final Reach reach;
  private final float[] initialH;
  private final int hidden;
  private final int hOffset;

  RnnCell(Kernels kernels, RecurrentWeights named, ActivationFunction activation, float clip) {
    this.activation = activation;
    this.clip = clip;
    tanh = activation.form() == Activation.TANH && clip == Float.POSITIVE_INFINITY;
    hidden = named.hidden();
    float[] w = named.w(1);
    float[] u = named.u(1, hidden);
    float[] bias = named.bias(1);
    weights = WeightMatrix.pack(kernels.lanes(), hidden, w, u, bias, tanh ? 2 : 1);
    reach = Reach.of(w, u, bias);
    initialH = named.initialH(hidden);
    hOffset = named.stateOffset();
  }

  @Override
  public int stateFloats() {
    return hidden;
  }

  @Override
  public void initialize(float[] state) {
    System.arraycopy(initialH, 0, state, hOffset, hidden);
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
    kernels.product(weights, x, xOffset, state, hOffset, z, Slab.START, rows);
    if (tanh) {
      kernels.rnnTanh(z, Slab.START, weights.stride(), hidden, state, hOffset, rows);
      return;
    }
    for (int r = 0; r < rows; r++) {
      activate(z, Slab.START + r * weights.stride(), state[r]);
    }
  }

  private void activate(float[] z, int at, float[] state) {
    for (int j = 0; j < hidden; j++) {
      float pre = LstmVariantCell.clip(z[at + j], clip);
      state[hOffset + j] = Activations.of(activation, pre);
    }
  }

  @Override
  public int outputOffset() {
    return hOffset;
  }

  /** Bounded where the activation is; a relu may grow without end. */
  @Override
  public double largest(double input) {
    double h =
        Math.max(
            RecurrentWeights.largest(initialH),
            Activations.largest(activation, Double.POSITIVE_INFINITY));
    boolean safe = h < 1e30 && Weights.inRange(2 * reach.largest(input, h));
    return safe ? h : Double.POSITIVE_INFINITY;
  }
}
