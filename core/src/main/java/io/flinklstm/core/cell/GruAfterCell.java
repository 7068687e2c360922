package io.flinklstm.core.cell;

import static java.util.Arrays.copyOfRange;

import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;

/**
 * One GRU layer whose reset gate acts on the product, as PyTorch's. State per key: h (H).
 *
 * <pre>
 * r, z = sigmoid(W x + U h + b);  n = tanh(W_n x + b_w + r (U_n h + b_u));  h' = (1 - z) n + z h
 * </pre>
 */
final class GruAfterCell implements RecurrentCell {

  private static final float[] NONE = {};
  private static final float[] GATE_SCALES = {-1, -1}; // r, z

  private final WeightMatrix gates; // r and z, from x and h
  private final WeightMatrix fromInput; // of the candidate
  private final WeightMatrix fromHidden; // of the candidate
  private final Reach reach;
  private final float[] initialH;
  private final int hidden;
  private final int hOffset;

  GruAfterCell(Kernels kernels, RecurrentWeights named) {
    hidden = named.hidden();
    int two = 2 * hidden;
    int three = 3 * hidden;
    int lanes = kernels.lanes();
    float[] w = named.w(3);
    float[] u = named.u(3, hidden);
    float[] bias = named.bias(3);
    gates =
        WeightMatrix.pack(
            lanes,
            hidden,
            copyOfRange(w, 0, two * named.inputs()),
            copyOfRange(u, 0, two * hidden),
            copyOfRange(bias, 0, two),
            GATE_SCALES);
    float[] wN = copyOfRange(w, two * named.inputs(), three * named.inputs());
    float[] uN = copyOfRange(u, two * hidden, three * hidden);
    fromInput =
        WeightMatrix.pack(lanes, hidden, wN, NONE, copyOfRange(named.inputBias(3), two, three), 2);
    fromHidden =
        WeightMatrix.pack(lanes, hidden, NONE, uN, copyOfRange(named.hiddenBias(3), two, three), 2);
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
    return maxRows * (gates.stride() + 2 * fromInput.stride());
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
    int inputAt = Slab.START + rows * gates.stride();
    int hiddenAt = inputAt + rows * fromInput.stride();
    kernels.product(gates, x, xOffset, state, hOffset, z, Slab.START, rows);
    kernels.product(fromInput, x, xOffset, state, hOffset, z, inputAt, rows);
    kernels.product(fromHidden, x, xOffset, state, hOffset, z, hiddenAt, rows);
    int stride = fromInput.stride();
    kernels.gruCandidate(z, Slab.START, gates.stride(), inputAt, hiddenAt, stride, hidden, rows);
    kernels.gruHidden(z, Slab.START, gates.stride(), inputAt, stride, hidden, state, hOffset, rows);
  }

  @Override
  public int outputOffset() {
    return hOffset;
  }

  /** h' lies between h and n. */
  @Override
  public double largest(double input) {
    double h = Math.max(1, RecurrentWeights.largest(initialH));
    return Weights.inRange(4 * reach.largest(input, h)) ? h : Double.POSITIVE_INFINITY;
  }
}
