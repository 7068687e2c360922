package io.flinklstm.core.cell;

import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;

/**
 * One LSTM layer. State per key: h (H) at {@code stateOffset}, then c (H).
 *
 * <pre>
 * z = W x + U h + b;  i, f, o = sigmoid(z_i, z_f, z_o);  g = tanh(z_g)
 * c' = f c + i g;  h' = o tanh(c')
 * </pre>
 */
final class LstmCell implements RecurrentCell {

  private static final float[] GATE_SCALES = {-1, -1, 2, -1}; // i, f, g, o
  private static final double LARGEST_INITIAL_CELL = 1e9; // far below where c' could overflow

  private final WeightMatrix weights;
  private final Reach reach;
  private final float[] initialH;
  private final float[] initialC;
  private final int hidden;
  private final int hOffset;
  private final int cOffset;

  LstmCell(Kernels kernels, RecurrentWeights named) {
    hidden = named.hidden();
    float[] w = named.w(4);
    float[] u = named.u(4, hidden);
    float[] bias = named.bias(4);
    weights = WeightMatrix.pack(kernels.lanes(), hidden, w, u, bias, GATE_SCALES);
    reach = Reach.of(w, u, bias);
    initialH = named.initialH(hidden);
    initialC = named.initialC();
    hOffset = named.stateOffset();
    cOffset = hOffset + hidden;
  }

  @Override
  public int stateFloats() {
    return 2 * hidden;
  }

  @Override
  public void initialize(float[] state) {
    System.arraycopy(initialH, 0, state, hOffset, hidden);
    System.arraycopy(initialC, 0, state, cOffset, hidden);
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
  public int outputOffset() {
    return hOffset;
  }

  /** h stays within 1; c grows by at most 1 a step, which float32 absorbs long before its end. */
  @Override
  public double largest(double input) {
    double h = Math.max(1, RecurrentWeights.largest(initialH));
    boolean safe =
        Weights.inRange(2 * reach.largest(input, h))
            && RecurrentWeights.largest(initialC) < LARGEST_INITIAL_CELL;
    return safe ? h : Double.POSITIVE_INFINITY;
  }
}
