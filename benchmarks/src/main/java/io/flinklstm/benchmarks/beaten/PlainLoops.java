package io.flinklstm.benchmarks.beaten;

import io.flinklstm.benchmarks.Contender;
import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;

/**
 * A key's LSTM step as plain loops over rows of PyTorch's own weights, left to the compiler. Lost:
 * the sum of a row is one chain of additions, whose order the compiler must keep, so it makes no
 * vectors of it; and {@code Math.exp} works in float64.
 */
final class PlainLoops implements Contender {

  private final Shape shape;
  private final Problem problem;
  private final float[][] h;
  private final float[][] c;
  private final float[] z;

  PlainLoops(Shape shape, Problem problem) {
    this.shape = shape;
    this.problem = problem;
    h = new float[shape.keys()][shape.hidden()];
    c = new float[shape.keys()][shape.hidden()];
    z = new float[shape.gates() * shape.hidden()];
  }

  @Override
  public String name() {
    return "plain loops";
  }

  @Override
  public void step() {
    for (int key = 0; key < shape.keys(); key++) {
      gates(problem.x().get(key), h[key]);
      cell(h[key], c[key]);
    }
  }

  private void gates(float[] x, float[] state) {
    float[] input = problem.get("weight_ih_l0");
    float[] recurrent = problem.get("weight_hh_l0");
    for (int row = 0; row < z.length; row++) {
      float sum = problem.get("bias_ih_l0")[row] + problem.get("bias_hh_l0")[row];
      for (int k = 0; k < x.length; k++) {
        sum += input[row * x.length + k] * x[k];
      }
      for (int k = 0; k < state.length; k++) {
        sum += recurrent[row * state.length + k] * state[k];
      }
      z[row] = sum;
    }
  }

  private void cell(float[] state, float[] memory) {
    int n = state.length;
    for (int j = 0; j < n; j++) {
      double candidate = Math.tanh(z[2 * n + j]);
      memory[j] = (float) (sigmoid(z[n + j]) * memory[j] + sigmoid(z[j]) * candidate);
      state[j] = (float) (sigmoid(z[3 * n + j]) * Math.tanh(memory[j]));
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Override
  public float[] hidden() {
    return h[0];
  }
}
