package io.flinklstm.core.cell;

import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import java.util.Map;

/**
 * One LSTM layer. State per key: h (H) at {@code stateOffset}, then c (H).
 *
 * <pre>
 * z = W x + U h + b;  i, f, o = sigmoid(z_i, z_f, z_o);  g = tanh(z_g)
 * c' = f c + i g;  h' = o tanh(c')
 * </pre>
 */
public final class LstmCell implements Layer {

  private final float[] w; // (4H, I), gates i, f, g, o
  private final float[] u; // (4H, H), gates i, f, g, o
  private final float[] bias; // (4H), both of PyTorch's biases added
  private final int inputs;
  private final int hidden;
  private final int hOffset;
  private final int cOffset;

  private LstmCell(float[] w, float[] u, float[] bias, int inputs, int hidden, int stateOffset) {
    this.w = w;
    this.u = u;
    this.bias = bias;
    this.inputs = inputs;
    this.hidden = hidden;
    this.hOffset = stateOffset;
    this.cOffset = stateOffset + hidden;
  }

  /** Builds layer {@code index} of a stack named and laid out as PyTorch's {@code nn.LSTM}. */
  public static LstmCell of(
      Map<String, Tensor> tensors,
      String prefix,
      int index,
      int inputs,
      int hidden,
      int stateOffset) {
    Weights weights = new Weights(tensors, prefix);
    float[] w = weights.get("weight_ih_l" + index, 4 * hidden, inputs);
    float[] u = weights.get("weight_hh_l" + index, 4 * hidden, hidden);
    float[] bias = new float[4 * hidden];
    for (String name : new String[] {"bias_ih_l" + index, "bias_hh_l" + index}) {
      if (weights.has(name)) {
        float[] part = weights.get(name, 4 * hidden);
        for (int j = 0; j < part.length; j++) {
          bias[j] += part[j];
        }
      }
    }
    return new LstmCell(w, u, bias, inputs, hidden, stateOffset);
  }

  @Override
  public int stateFloats() {
    return 2 * hidden;
  }

  @Override
  public void advance(
      Kernels kernels, float[][] x, int xOffset, float[][] state, Scratch scratch, int rows) {
    float[][] z = scratch.rows();
    kernels.gates(w, u, bias, x, xOffset, inputs, state, hOffset, hidden, z, rows);
    kernels.lstmCell(z, state, hOffset, cOffset, hidden, rows);
  }

  @Override
  public float[][] output(float[][] state, Scratch scratch) {
    return state;
  }

  @Override
  public int outputOffset() {
    return hOffset;
  }

  @Override
  public Scratch newScratch(int maxRows) {
    return new Scratch(new float[maxRows][4 * hidden]);
  }
}
