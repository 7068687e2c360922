package io.flinklstm.core.kernel;

/** The specification: the plainest loops that are right. */
public final class ScalarKernels implements Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void gates(
      float[] w,
      float[] u,
      float[] bias,
      float[][] x,
      int xOffset,
      int inputs,
      float[][] h,
      int hOffset,
      int hidden,
      float[][] z,
      int rows) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < bias.length; j++) {
        float sum = dot(w, j * inputs, x[r], xOffset, inputs, bias[j]);
        z[r][j] = dot(u, j * hidden, h[r], hOffset, hidden, sum);
      }
    }
  }

  @Override
  public void lstmCell(
      float[][] z, float[][] state, int hOffset, int cOffset, int hidden, int rows) {
    for (int r = 0; r < rows; r++) {
      float[] gates = z[r];
      float[] s = state[r];
      for (int j = 0; j < hidden; j++) {
        float i = sigmoid(gates[j]);
        float f = sigmoid(gates[hidden + j]);
        float g = tanh(gates[2 * hidden + j]);
        float o = sigmoid(gates[3 * hidden + j]);
        float c = Math.fma(f, s[cOffset + j], i * g);
        s[cOffset + j] = c;
        s[hOffset + j] = o * tanh(c);
      }
    }
  }

  @Override
  public void linear(
      float[] w,
      float[] bias,
      float[][] x,
      int xOffset,
      int inputs,
      float[][] y,
      int outputs,
      int rows) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < outputs; j++) {
        y[r][j] = dot(w, j * inputs, x[r], xOffset, inputs, bias[j]);
      }
    }
  }

  private static float dot(float[] w, int wOffset, float[] x, int xOffset, int n, float start) {
    float sum = start;
    for (int k = 0; k < n; k++) {
      sum = Math.fma(w[wOffset + k], x[xOffset + k], sum);
    }
    return sum;
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + StrictMath.exp(-x)));
  }

  private static float tanh(float x) {
    return (float) StrictMath.tanh(x);
  }
}
