package io.flinklstm.core.cell;

import io.flinklstm.core.LstmOptions;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import io.flinklstm.core.kernel.WeightMatrix;

/**
 * An LSTM layer with any of {@link LstmOptions}: products on the kernels, the rest in plain loops
 * for all of them. State per key: h (R) at {@code stateOffset}, then c (H).
 *
 * <pre>
 * i = gate(z_i + p_i c);  f = gate(z_f + p_f c) or 1 - i;  g = candidate(z_g)
 * c' = clip(f c + i g);  o = gate(z_o + p_o c');  m = o output(c');  h' = m or clip(P m)
 * </pre>
 */
final class LstmVariantCell implements RecurrentCell {

  private static final float[] GATE_SCALES = {1, 1, 1, 1};

  private final LstmOptions options;
  private final WeightMatrix weights;
  private final WeightMatrix projection; // null without one
  private final float[] peepholeI;
  private final float[] peepholeF;
  private final float[] peepholeO;
  private final float[] initialH;
  private final float[] initialC;
  private final int hidden;
  private final int recurrent; // width of h
  private final int hOffset;
  private final int cOffset;

  LstmVariantCell(Kernels kernels, RecurrentWeights named, LstmOptions options) {
    this.options = options;
    hidden = named.hidden();
    recurrent = options.projection() > 0 ? options.projection() : hidden;
    weights =
        WeightMatrix.pack(
            kernels.lanes(), hidden, named.w(4), named.u(4, recurrent), named.bias(4), GATE_SCALES);
    projection = options.projection() > 0 ? projection(kernels, named) : null;
    peepholeI = peephole(named, "peephole_i");
    peepholeF = peephole(named, "peephole_f");
    peepholeO = peephole(named, "peephole_o");
    initialH = named.initialH(recurrent);
    initialC = named.initialC();
    hOffset = named.stateOffset();
    cOffset = hOffset + recurrent;
  }

  private WeightMatrix projection(Kernels kernels, RecurrentWeights named) {
    float[] p = named.get("weight_hr", recurrent, hidden);
    return WeightMatrix.pack(kernels.lanes(), recurrent, p, new float[0], new float[recurrent], 1);
  }

  private float[] peephole(RecurrentWeights named, String name) {
    return options.peepholes() ? named.get(name, hidden) : new float[hidden];
  }

  @Override
  public int stateFloats() {
    return recurrent + hidden;
  }

  @Override
  public void initialize(float[] state) {
    System.arraycopy(initialH, 0, state, hOffset, recurrent);
    System.arraycopy(initialC, 0, state, cOffset, hidden);
  }

  @Override
  public int productFloats(int maxRows) {
    return maxRows * Math.max(weights.stride(), projection == null ? 0 : projection.stride());
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
    kernels.product(weights, x, xOffset, state, hOffset, z, Slab.START, rows);
    for (int r = 0; r < rows; r++) {
      cell(z, Slab.START + r * weights.stride(), state[r], own[r]);
    }
    if (projection != null) {
      kernels.product(projection, own, 0, own, 0, z, Slab.START, rows);
    }
    for (int r = 0; r < rows; r++) {
      if (projection == null) {
        System.arraycopy(own[r], 0, state[r], hOffset, hidden);
      } else {
        projected(z, Slab.START + r * projection.stride(), state[r]);
      }
    }
  }

  private void cell(float[] z, int at, float[] state, float[] m) {
    for (int j = 0; j < hidden; j++) {
      float c = state[cOffset + j];
      float i = gate(Math.fma(peepholeI[j], c, z[at + weights.position(0, j)]));
      float f =
          options.coupled()
              ? 1 - i
              : gate(Math.fma(peepholeF[j], c, z[at + weights.position(1, j)]));
      float g =
          Activations.of(
              options.candidate(), clip(z[at + weights.position(2, j)], options.gateClip()));
      float next = clip(Math.fma(f, c, i * g), options.cellClip());
      float o = gate(Math.fma(peepholeO[j], next, z[at + weights.position(3, j)]));
      state[cOffset + j] = next;
      m[j] = o * Activations.of(options.output(), next);
    }
  }

  private void projected(float[] z, int at, float[] state) {
    for (int j = 0; j < recurrent; j++) {
      state[hOffset + j] = clip(z[at + projection.position(0, j)], options.projectionClip());
    }
  }

  private float gate(float z) {
    return Activations.of(options.gate(), clip(z, options.gateClip()));
  }

  static float clip(float x, float limit) {
    return Math.max(-limit, Math.min(limit, x));
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
