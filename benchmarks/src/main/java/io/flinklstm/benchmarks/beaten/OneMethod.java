package io.flinklstm.benchmarks.beaten;

import io.flinklstm.benchmarks.Contender;
import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A key's LSTM step in one method, from the product to the new state, without a scratch array. Lost
 * although it touches the least memory: the exponentials leave too few registers for several keys
 * at a time, and in a method of that size the compiler may keep vectors as objects, a thousand
 * times slower.
 */
final class OneMethod implements Contender {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int GATES = 4;

  private final int inputs;
  private final int hidden;
  private final int keys;
  private final float[] weights; // [block][bias, inputs, hidden][gate][lane]
  private final float[][] x;
  private final float[][] h;
  private final float[][] c;
  private final float[] next;

  OneMethod(Shape shape, Problem problem) {
    inputs = shape.inputs();
    hidden = shape.hidden();
    keys = shape.keys();
    x = problem.x().toArray(float[][]::new);
    h = new float[keys][hidden];
    c = new float[keys][hidden];
    next = new float[hidden];
    weights = new float[GATES * hidden * (1 + inputs + hidden)];
    int at = 0;
    for (int block = 0; block < hidden; block += LANES) {
      for (int k = -1; k < inputs + hidden; k++) {
        for (int i = 0; i < GATES * LANES; i++) {
          weights[at++] = weight(problem, i / LANES * hidden + block + i % LANES, k);
        }
      }
    }
  }

  private float weight(Problem problem, int row, int k) {
    if (k < 0) {
      return problem.get("bias_ih_l0")[row] + problem.get("bias_hh_l0")[row];
    }
    return k < inputs
        ? problem.get("weight_ih_l0")[row * inputs + k]
        : problem.get("weight_hh_l0")[row * hidden + k - inputs];
  }

  @Override
  public String name() {
    return "one method";
  }

  @Override
  public void step() {
    for (int key = 0; key < keys; key++) {
      step(weights, x[key], h[key], c[key], next);
      System.arraycopy(next, 0, h[key], 0, hidden);
    }
  }

  private static void step(float[] w, float[] x, float[] h, float[] c, float[] next) {
    int at = 0;
    for (int block = 0; block < h.length; block += LANES) {
      FloatVector i = FloatVector.fromArray(SPECIES, w, at);
      FloatVector f = FloatVector.fromArray(SPECIES, w, at + LANES);
      FloatVector g = FloatVector.fromArray(SPECIES, w, at + 2 * LANES);
      FloatVector o = FloatVector.fromArray(SPECIES, w, at + 3 * LANES);
      at += GATES * LANES;
      for (int k = 0; k < x.length + h.length; k++) {
        FloatVector v = FloatVector.broadcast(SPECIES, k < x.length ? x[k] : h[k - x.length]);
        i = FloatVector.fromArray(SPECIES, w, at).fma(v, i);
        f = FloatVector.fromArray(SPECIES, w, at + LANES).fma(v, f);
        g = FloatVector.fromArray(SPECIES, w, at + 2 * LANES).fma(v, g);
        o = FloatVector.fromArray(SPECIES, w, at + 3 * LANES).fma(v, o);
        at += GATES * LANES;
      }
      FloatVector one = FloatVector.broadcast(SPECIES, 1);
      FloatVector cell =
          FloatVector.fromArray(SPECIES, c, block)
              .div(f.neg().lanewise(VectorOperators.EXP).add(1))
              .add(
                  one.sub(one.div(g.mul(2).lanewise(VectorOperators.EXP).add(1)).mul(2))
                      .div(i.neg().lanewise(VectorOperators.EXP).add(1)));
      cell.intoArray(c, block);
      one.sub(one.div(cell.mul(2).lanewise(VectorOperators.EXP).add(1)).mul(2))
          .div(o.neg().lanewise(VectorOperators.EXP).add(1))
          .intoArray(next, block);
    }
  }

  @Override
  public float[] hidden() {
    return h[0];
  }
}
