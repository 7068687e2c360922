package io.flinklstm.core.kernel;

import static io.flinklstm.core.kernel.Lanes.LANES;
import static io.flinklstm.core.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Six keys by four vectors: 24 sums, four weights and one input fill the 32 registers of AVX-512.
 *
 * <p>Long because it is unrolled by hand: the compiler keeps vectors in registers only as locals of
 * one method, without a loop over them. Each element is one chain of {@code fma}, in order.
 */
final class SixRows {

  static final int ROWS = 6;

  private SixRows() {}

  /**
   * Rows r to r + 5 of a product, one panel of four vectors.
   *
   * @param w the panel, from {@code at} on: bias, then inputs, then hidden
   * @param z result rows, {@code stride} apart; {@code zAt} is the panel's place in row 0
   */
  static void product(
      float[] w,
      int at,
      int inputs,
      int hidden,
      float[][] x,
      int xOffset,
      float[][] h,
      int hOffset,
      float[] z,
      int zAt,
      int stride,
      int r) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, w, at);
    FloatVector a1 = FloatVector.fromArray(SPECIES, w, at + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, w, at + 2 * LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, w, at + 3 * LANES);
    FloatVector b0 = a0, b1 = a1, b2 = a2, b3 = a3;
    FloatVector c0 = a0, c1 = a1, c2 = a2, c3 = a3;
    FloatVector d0 = a0, d1 = a1, d2 = a2, d3 = a3;
    FloatVector e0 = a0, e1 = a1, e2 = a2, e3 = a3;
    FloatVector f0 = a0, f1 = a1, f2 = a2, f3 = a3;
    int first = at + 4 * LANES;
    float[] xa = x[r];
    float[] xb = x[r + 1];
    float[] xc = x[r + 2];
    float[] xd = x[r + 3];
    float[] xe = x[r + 4];
    float[] xf = x[r + 5];
    for (int i = 0; i < inputs; i++) {
      int k = first + i * 4 * LANES;
      FloatVector w0 = FloatVector.fromArray(SPECIES, w, k);
      FloatVector w1 = FloatVector.fromArray(SPECIES, w, k + LANES);
      FloatVector w2 = FloatVector.fromArray(SPECIES, w, k + 2 * LANES);
      FloatVector w3 = FloatVector.fromArray(SPECIES, w, k + 3 * LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, xa[xOffset + i]);
      a0 = w0.fma(v, a0);
      a1 = w1.fma(v, a1);
      a2 = w2.fma(v, a2);
      a3 = w3.fma(v, a3);
      v = FloatVector.broadcast(SPECIES, xb[xOffset + i]);
      b0 = w0.fma(v, b0);
      b1 = w1.fma(v, b1);
      b2 = w2.fma(v, b2);
      b3 = w3.fma(v, b3);
      v = FloatVector.broadcast(SPECIES, xc[xOffset + i]);
      c0 = w0.fma(v, c0);
      c1 = w1.fma(v, c1);
      c2 = w2.fma(v, c2);
      c3 = w3.fma(v, c3);
      v = FloatVector.broadcast(SPECIES, xd[xOffset + i]);
      d0 = w0.fma(v, d0);
      d1 = w1.fma(v, d1);
      d2 = w2.fma(v, d2);
      d3 = w3.fma(v, d3);
      v = FloatVector.broadcast(SPECIES, xe[xOffset + i]);
      e0 = w0.fma(v, e0);
      e1 = w1.fma(v, e1);
      e2 = w2.fma(v, e2);
      e3 = w3.fma(v, e3);
      v = FloatVector.broadcast(SPECIES, xf[xOffset + i]);
      f0 = w0.fma(v, f0);
      f1 = w1.fma(v, f1);
      f2 = w2.fma(v, f2);
      f3 = w3.fma(v, f3);
    }
    int from = at + 4 * LANES * (1 + inputs);
    float[] ha = h[r];
    float[] hb = h[r + 1];
    float[] hc = h[r + 2];
    float[] hd = h[r + 3];
    float[] he = h[r + 4];
    float[] hf = h[r + 5];
    for (int i = 0; i < hidden; i++) {
      int k = from + i * 4 * LANES;
      FloatVector w0 = FloatVector.fromArray(SPECIES, w, k);
      FloatVector w1 = FloatVector.fromArray(SPECIES, w, k + LANES);
      FloatVector w2 = FloatVector.fromArray(SPECIES, w, k + 2 * LANES);
      FloatVector w3 = FloatVector.fromArray(SPECIES, w, k + 3 * LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, ha[hOffset + i]);
      a0 = w0.fma(v, a0);
      a1 = w1.fma(v, a1);
      a2 = w2.fma(v, a2);
      a3 = w3.fma(v, a3);
      v = FloatVector.broadcast(SPECIES, hb[hOffset + i]);
      b0 = w0.fma(v, b0);
      b1 = w1.fma(v, b1);
      b2 = w2.fma(v, b2);
      b3 = w3.fma(v, b3);
      v = FloatVector.broadcast(SPECIES, hc[hOffset + i]);
      c0 = w0.fma(v, c0);
      c1 = w1.fma(v, c1);
      c2 = w2.fma(v, c2);
      c3 = w3.fma(v, c3);
      v = FloatVector.broadcast(SPECIES, hd[hOffset + i]);
      d0 = w0.fma(v, d0);
      d1 = w1.fma(v, d1);
      d2 = w2.fma(v, d2);
      d3 = w3.fma(v, d3);
      v = FloatVector.broadcast(SPECIES, he[hOffset + i]);
      e0 = w0.fma(v, e0);
      e1 = w1.fma(v, e1);
      e2 = w2.fma(v, e2);
      e3 = w3.fma(v, e3);
      v = FloatVector.broadcast(SPECIES, hf[hOffset + i]);
      f0 = w0.fma(v, f0);
      f1 = w1.fma(v, f1);
      f2 = w2.fma(v, f2);
      f3 = w3.fma(v, f3);
    }
    int to = zAt + r * stride;
    a0.intoArray(z, to);
    a1.intoArray(z, to + LANES);
    a2.intoArray(z, to + 2 * LANES);
    a3.intoArray(z, to + 3 * LANES);
    to += stride;
    b0.intoArray(z, to);
    b1.intoArray(z, to + LANES);
    b2.intoArray(z, to + 2 * LANES);
    b3.intoArray(z, to + 3 * LANES);
    to += stride;
    c0.intoArray(z, to);
    c1.intoArray(z, to + LANES);
    c2.intoArray(z, to + 2 * LANES);
    c3.intoArray(z, to + 3 * LANES);
    to += stride;
    d0.intoArray(z, to);
    d1.intoArray(z, to + LANES);
    d2.intoArray(z, to + 2 * LANES);
    d3.intoArray(z, to + 3 * LANES);
    to += stride;
    e0.intoArray(z, to);
    e1.intoArray(z, to + LANES);
    e2.intoArray(z, to + 2 * LANES);
    e3.intoArray(z, to + 3 * LANES);
    to += stride;
    f0.intoArray(z, to);
    f1.intoArray(z, to + LANES);
    f2.intoArray(z, to + 2 * LANES);
    f3.intoArray(z, to + 3 * LANES);
  }
}
