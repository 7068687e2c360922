package io.flinklstm.core.kernel;

import static io.flinklstm.core.kernel.Lanes.LANES;
import static io.flinklstm.core.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The elementwise part of the cells, as passes over whole vectors. Several passes of few operations
 * are faster than one of many: the compiler inlines and schedules small bodies well.
 */
final class VectorActivations {

  private VectorActivations() {}

  /**
   * {@link Functions#expm1} in place on vectors at {@code from}, {@code from + step}, .. The clip
   * is on the bits: C2 makes one instruction of an integer's minimum, and seven of a float's.
   */
  static void expm1(float[] a, int from, int to, int step) {
    for (int i = from; i < to; i += step) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, i);
      IntVector bits = x.reinterpretAsInts();
      FloatVector y =
          bits.and(~Functions.SIGN_BIT)
              .min(Functions.LIMIT_BITS)
              .or(bits.and(Functions.SIGN_BIT))
              .reinterpretAsFloats();
      FloatVector t = y.fma(Functions.LOG2_E, Functions.ROUND);
      FloatVector r = t.sub(Functions.ROUND).fma(FloatVector.broadcast(SPECIES, -Functions.LN2), y);
      FloatVector p =
          x.fma(0, Functions.P4)
              .fma(r, FloatVector.broadcast(SPECIES, Functions.P3))
              .fma(r, FloatVector.broadcast(SPECIES, Functions.P2))
              .fma(r, FloatVector.broadcast(SPECIES, Functions.P1))
              .fma(r, FloatVector.broadcast(SPECIES, Functions.P0));
      FloatVector power =
          t.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, Functions.EXPONENT_SHIFT)
              .reinterpretAsFloats();
      power.fma(p.fma(r.mul(r), r), power.sub(1)).intoArray(a, i);
    }
  }

  /** The next cell state of whole blocks, in place; leaves twice its value where gate i was. */
  static void lstmCell(float[] z, int zAt, float[] c, int cAt, int blocks) {
    for (int b = 0; b < blocks; b++) {
      int at = zAt + 4 * b * LANES;
      FloatVector eg = FloatVector.fromArray(SPECIES, z, at + 2 * LANES);
      FloatVector f = FloatVector.fromArray(SPECIES, z, at + LANES).add(2);
      FloatVector ig = FloatVector.fromArray(SPECIES, z, at).add(2).mul(eg.add(2));
      FloatVector next =
          FloatVector.fromArray(SPECIES, c, cAt + b * LANES).fma(ig, eg.mul(f)).div(ig.mul(f));
      next.intoArray(c, cAt + b * LANES);
      next.mul(2).intoArray(z, at);
    }
  }

  /** The next hidden state of whole blocks, from {@code e^2c - 1} where gate i was. */
  static void lstmHidden(float[] z, int zAt, float[] h, int hAt, int blocks) {
    for (int b = 0; b < blocks; b++) {
      int at = zAt + 4 * b * LANES;
      FloatVector e = FloatVector.fromArray(SPECIES, z, at);
      FloatVector o = FloatVector.fromArray(SPECIES, z, at + 3 * LANES).add(2);
      e.div(e.add(2).mul(o)).intoArray(h, hAt + b * LANES);
    }
  }

  /**
   * The candidate's pre-activation of whole blocks: {@code input + hidden r}, in place of input.
   */
  static void gruCandidate(float[] z, int gatesAt, int inputAt, int hiddenAt, int blocks) {
    for (int b = 0; b < blocks; b++) {
      int at = b * LANES;
      FloatVector r = FloatVector.fromArray(SPECIES, z, gatesAt + 2 * at).add(2);
      FloatVector.fromArray(SPECIES, z, hiddenAt + at)
          .div(r)
          .add(FloatVector.fromArray(SPECIES, z, inputAt + at))
          .intoArray(z, inputAt + at);
    }
  }

  /** {@code r h} of whole blocks. */
  static void gruReset(
      float[] z, int gatesAt, float[] h, int hAt, float[] to, int toAt, int blocks) {
    for (int b = 0; b < blocks; b++) {
      FloatVector r = FloatVector.fromArray(SPECIES, z, gatesAt + 2 * b * LANES).add(2);
      FloatVector.fromArray(SPECIES, h, hAt + b * LANES).div(r).intoArray(to, toAt + b * LANES);
    }
  }

  /** The next hidden state of whole blocks, in place. */
  static void gruHidden(float[] z, int gatesAt, int candidateAt, float[] h, int hAt, int blocks) {
    for (int b = 0; b < blocks; b++) {
      int at = b * LANES;
      FloatVector ez = FloatVector.fromArray(SPECIES, z, gatesAt + 2 * at + LANES);
      FloatVector en = FloatVector.fromArray(SPECIES, z, candidateAt + at);
      FloatVector n = en.add(2);
      FloatVector kept = FloatVector.fromArray(SPECIES, h, hAt + at).mul(n);
      ez.add(1).fma(en, kept).div(ez.add(2).mul(n)).intoArray(h, hAt + at);
    }
  }

  /** {@code tanh} of whole blocks from {@code e^2x - 1}. */
  static void tanh(float[] z, int zAt, float[] h, int hAt, int blocks) {
    for (int b = 0; b < blocks; b++) {
      FloatVector e = FloatVector.fromArray(SPECIES, z, zAt + b * LANES);
      e.div(e.add(2)).intoArray(h, hAt + b * LANES);
    }
  }
}
