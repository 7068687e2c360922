package io.flinklstm.core.kernel;

import static io.flinklstm.core.kernel.Lanes.LANES;
import static io.flinklstm.core.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * One key: two panels at a time, so that eight sums hide the latency of {@code fma}. Bound by
 * reading the weights.
 */
final class OneRow {

  private OneRow() {}

  /**
   * One row of a product, two panels. For a last panel without a partner both are the same.
   *
   * @param a the first panel: bias, then inputs, then hidden
   * @param b the second panel
   * @param zA where the first panel's result begins in z
   */
  static void product(
      float[] w,
      int a,
      int b,
      int inputs,
      int hidden,
      float[] x,
      int xOffset,
      float[] h,
      int hOffset,
      float[] z,
      int zA,
      int zB) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, w, a);
    FloatVector a1 = FloatVector.fromArray(SPECIES, w, a + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, w, a + 2 * LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, w, a + 3 * LANES);
    FloatVector b0 = FloatVector.fromArray(SPECIES, w, b);
    FloatVector b1 = FloatVector.fromArray(SPECIES, w, b + LANES);
    FloatVector b2 = FloatVector.fromArray(SPECIES, w, b + 2 * LANES);
    FloatVector b3 = FloatVector.fromArray(SPECIES, w, b + 3 * LANES);
    int step = 4 * LANES;
    for (int i = 0; i < inputs; i++) {
      int k = (1 + i) * step;
      FloatVector v = FloatVector.broadcast(SPECIES, x[xOffset + i]);
      a0 = FloatVector.fromArray(SPECIES, w, a + k).fma(v, a0);
      a1 = FloatVector.fromArray(SPECIES, w, a + k + LANES).fma(v, a1);
      a2 = FloatVector.fromArray(SPECIES, w, a + k + 2 * LANES).fma(v, a2);
      a3 = FloatVector.fromArray(SPECIES, w, a + k + 3 * LANES).fma(v, a3);
      b0 = FloatVector.fromArray(SPECIES, w, b + k).fma(v, b0);
      b1 = FloatVector.fromArray(SPECIES, w, b + k + LANES).fma(v, b1);
      b2 = FloatVector.fromArray(SPECIES, w, b + k + 2 * LANES).fma(v, b2);
      b3 = FloatVector.fromArray(SPECIES, w, b + k + 3 * LANES).fma(v, b3);
    }
    int from = (1 + inputs) * step;
    for (int i = 0; i < hidden; i++) {
      int k = from + i * step;
      FloatVector v = FloatVector.broadcast(SPECIES, h[hOffset + i]);
      a0 = FloatVector.fromArray(SPECIES, w, a + k).fma(v, a0);
      a1 = FloatVector.fromArray(SPECIES, w, a + k + LANES).fma(v, a1);
      a2 = FloatVector.fromArray(SPECIES, w, a + k + 2 * LANES).fma(v, a2);
      a3 = FloatVector.fromArray(SPECIES, w, a + k + 3 * LANES).fma(v, a3);
      b0 = FloatVector.fromArray(SPECIES, w, b + k).fma(v, b0);
      b1 = FloatVector.fromArray(SPECIES, w, b + k + LANES).fma(v, b1);
      b2 = FloatVector.fromArray(SPECIES, w, b + k + 2 * LANES).fma(v, b2);
      b3 = FloatVector.fromArray(SPECIES, w, b + k + 3 * LANES).fma(v, b3);
    }
    a0.intoArray(z, zA);
    a1.intoArray(z, zA + LANES);
    a2.intoArray(z, zA + 2 * LANES);
    a3.intoArray(z, zA + 3 * LANES);
    b0.intoArray(z, zB);
    b1.intoArray(z, zB + LANES);
    b2.intoArray(z, zB + 2 * LANES);
    b3.intoArray(z, zB + 3 * LANES);
  }

  /** One row of a product, one vector that fills no panel. */
  static void lone(
      float[] w,
      int at,
      int inputs,
      int hidden,
      float[] x,
      int xOffset,
      float[] h,
      int hOffset,
      float[] z,
      int zAt) {
    FloatVector sum = FloatVector.fromArray(SPECIES, w, at);
    for (int i = 0; i < inputs; i++) {
      FloatVector v = FloatVector.broadcast(SPECIES, x[xOffset + i]);
      sum = FloatVector.fromArray(SPECIES, w, at + (1 + i) * LANES).fma(v, sum);
    }
    int from = at + (1 + inputs) * LANES;
    for (int i = 0; i < hidden; i++) {
      FloatVector v = FloatVector.broadcast(SPECIES, h[hOffset + i]);
      sum = FloatVector.fromArray(SPECIES, w, from + i * LANES).fma(v, sum);
    }
    sum.intoArray(z, zAt);
  }
}
