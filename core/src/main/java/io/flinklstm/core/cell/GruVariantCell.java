package io.flinklstm.core.cell;

import static java.util.Arrays.copyOfRange;

import io.flinklstm.core.GruOptions;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;

/**
 * A GRU layer with other activations or a clip: products on the kernels, the rest in plain loops
 * for all of them. State per key: h (H).
 */
final class GruVariantCell implements RecurrentCell {

  private static final float[] NONE = {};

  private final GruOptions options;
  private final boolean before;
  private final WeightMatrix gates; // r and z, from x and h
  private final WeightMatrix fromInput; // of the candidate
  private final WeightMatrix fromHidden; // of the candidate; from r h where reset is before
  private final float[] initialH;
  private final int hidden;
  private final int hOffset;

  GruVariantCell(Kernels kernels, RecurrentWeights named, GruOptions options) {
    this.options = options;
    before = options.reset() == GruOptions.Reset.BEFORE;
    hidden = named.hidden();
    int two = 2 * hidden;
    int three = 3 * hidden;
    int lanes = kernels.lanes();
    float[] w = named.w(3);
    float[] u = named.u(3, hidden);
    gates =
        WeightMatrix.pack(
            lanes,
            hidden,
            copyOfRange(w, 0, two * named.inputs()),
            copyOfRange(u, 0, two * hidden),
            copyOfRange(named.bias(3), 0, two),
            1,
            1);
    float[] wN = copyOfRange(w, two * named.inputs(), three * named.inputs());
    float[] uN = copyOfRange(u, two * hidden, three * hidden);
    fromInput =
        WeightMatrix.pack(lanes, hidden, wN, NONE, copyOfRange(named.inputBias(3), two, three), 1);
    fromHidden =
        WeightMatrix.pack(lanes, hidden, NONE, uN, copyOfRange(named.hiddenBias(3), two, three), 1);
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
    int inputAt = Slab.START + rows * gates.stride();
    int hiddenAt = inputAt + rows * fromInput.stride();
    kernels.product(gates, x, xOffset, state, hOffset, z, Slab.START, rows);
    for (int r = 0; r < rows; r++) {
      reset(z, Slab.START + r * gates.stride(), state[r], own[r]);
    }
    kernels.product(fromInput, x, xOffset, x, xOffset, z, inputAt, rows);
    kernels.product(fromHidden, x, xOffset, own, 0, z, hiddenAt, rows);
    int stride = fromInput.stride();
    for (int r = 0; r < rows; r++) {
      next(
          z,
          Slab.START + r * gates.stride(),
          inputAt + r * stride,
          hiddenAt + r * stride,
          state[r]);
    }
  }

  /** What the candidate's hidden product is made from: h, or r h. */
  private void reset(float[] z, int at, float[] state, float[] row) {
    for (int j = 0; j < hidden; j++) {
      float h = state[hOffset + j];
      row[j] = before ? gate(z[at + gates.position(0, j)]) * h : h;
    }
  }

  private void next(float[] z, int at, int inputAt, int hiddenAt, float[] state) {
    for (int j = 0; j < hidden; j++) {
      float r = before ? 1 : gate(z[at + gates.position(0, j)]);
      float u = z[hiddenAt + fromHidden.position(0, j)];
      float pre = Math.fma(r, u, z[inputAt + fromInput.position(0, j)]);
      float n = Activations.of(options.candidate(), LstmVariantCell.clip(pre, options.gateClip()));
      float keep = gate(z[at + gates.position(1, j)]);
      state[hOffset + j] = Math.fma(keep, state[hOffset + j], (1 - keep) * n);
    }
  }

  private float gate(float z) {
    return Activations.of(options.gate(), LstmVariantCell.clip(z, options.gateClip()));
  }

  @Override
  public int outputOffset() {
    return hOffset;
  }

  /** Not bounded in general, so that every step is checked. */
  @Override
  public double largest(double input) {
    return Double.POSITIVE_INFINITY;
  }
}
