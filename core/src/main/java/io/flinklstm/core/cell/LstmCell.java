package io.flinklstm.core.cell;

import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;
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

  private static final float[] GATE_SCALES = {-1, -1, 2, -1}; // i, f, g, o

  private final WeightMatrix weights;
  private final double[] reach; // largest pre-activation is reach[0] * input + reach[1]
  private final int hidden;
  private final int hOffset;
  private final int cOffset;

  private LstmCell(WeightMatrix weights, double[] reach, int hidden, int stateOffset) {
    this.weights = weights;
    this.reach = reach;
    this.hidden = hidden;
    this.hOffset = stateOffset;
    this.cOffset = stateOffset + hidden;
  }

  /** Builds layer {@code index} of a stack named and laid out as PyTorch's {@code nn.LSTM}. */
  public static LstmCell of(
      Kernels kernels,
      Map<String, Tensor> tensors,
      String prefix,
      int index,
      int inputs,
      int hidden,
      int stateOffset) {
    Weights named = new Weights(tensors, prefix);
    float[] w = named.get("weight_ih_l" + index, 4 * hidden, inputs);
    float[] u = named.get("weight_hh_l" + index, 4 * hidden, hidden);
    float[] bias = named.sumOf("bias_ih_l" + index, "bias_hh_l" + index, 4 * hidden);
    double[] reach = {
      Weights.largest(w, new float[4 * hidden], 1), Weights.largest(u, bias, 1),
    };
    WeightMatrix packed = WeightMatrix.pack(kernels.lanes(), hidden, w, u, bias, GATE_SCALES);
    return new LstmCell(packed, reach, hidden, stateOffset);
  }

  @Override
  public int stateFloats() {
    return 2 * hidden;
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
    kernels.lstm(z, Slab.START, hidden, state, hOffset, cOffset, rows);
  }

  @Override
  public float[][] newRows(int maxRows) {
    return new float[0][];
  }

  @Override
  public float[][] output(float[][] state, float[][] own) {
    return state;
  }

  @Override
  public int outputOffset() {
    return hOffset;
  }

  /** h stays within 1; c grows by at most 1 a step, which float32 absorbs long before its end. */
  @Override
  public double largest(double input) {
    double z = reach[0] * input + reach[1];
    return Weights.inRange(2 * z) ? 1 : Double.POSITIVE_INFINITY;
  }
}
