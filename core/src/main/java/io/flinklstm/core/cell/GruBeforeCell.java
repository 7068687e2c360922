package io.flinklstm.core.cell;

import static java.util.Arrays.copyOfRange;

import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;

/**
 * One GRU layer whose reset gate acts on the state, as ONNX's by default. State per key: h (H).
 *
 * <pre>
 * r, z = sigmoid(W x + U h + b);  n = tanh(W_n x + b_n + U_n (r h));  h' = (1 - z) n + z h
 * </pre>
 */
final class GruBeforeCell implements RecurrentCell {

  private static final float[] GATE_SCALES = {-1, -1}; // r, z

  private final WeightMatrix gates; // r and z, from x and h
  private final WeightMatrix candidate; // from x and r h
  private final Reach reach;
  private final float[] initialH;
  private final int hidden;
  private final int hOffset;

  GruBeforeCell(Kernels kernels, RecurrentWeights named) {
    hidden = named.hidden();
    int two = 2 * hidden;
    int three = 3 * hidden;
    float[] w = named.w(3);
    float[] u = named.u(3, hidden);
    float[] bias = named.bias(3);
    gates =
        WeightMatrix.pack(
            kernels.lanes(),
            hidden,
            copyOfRange(w, 0, two * named.inputs()),
            copyOfRange(u, 0, two * hidden),
            copyOfRange(bias, 0, two),
            GATE_SCALES);
    candidate =
        WeightMatrix.pack(
            kernels.lanes(),
            hidden,
            copyOfRange(w, two * named.inputs(), three * named.inputs()),
            copyOfRange(u, two * hidden, three * hidden),
            copyOfRange(bias, two, three),
            2);
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
    return maxRows * (gates.stride() + candidate.stride());
  }

  /** Room for r h. */
  @Override
  public float[][] newRows(int maxRows) {
    return new float[maxRows][hidden];
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
    int candidateAt = Slab.START + rows * gates.stride();
    kernels.product(gates, x, xOffset, state, hOffset, z, Slab.START, rows);
    kernels.gruReset(z, Slab.START, gates.stride(), hidden, state, hOffset, own, rows);
    kernels.product(candidate, x, xOffset, own, 0, z, candidateAt, rows);
    kernels.gruHidden(
        z,
        Slab.START,
        gates.stride(),
        candidateAt,
        candidate.stride(),
        hidden,
        state,
        hOffset,
        rows);
  }

  @Override
  public int outputOffset() {
    return hOffset;
  }

  /** h' lies between h and n. */
  @Override
  public double largest(double input) {
    double h = Math.max(1, RecurrentWeights.largest(initialH));
    return Weights.inRange(2 * reach.largest(input, h)) ? h : Double.POSITIVE_INFINITY;
  }
}
