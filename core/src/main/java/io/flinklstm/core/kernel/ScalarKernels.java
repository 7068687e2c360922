package io.flinklstm.core.kernel;

import static io.flinklstm.core.kernel.Functions.expm1;

/** The specification: the plainest loops that are right. */
public final class ScalarKernels implements Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void product(
      WeightMatrix m,
      float[][] x,
      int xOffset,
      float[][] h,
      int hOffset,
      float[] z,
      int zAt,
      int rows) {
    for (int r = 0; r < rows; r++) {
      int to = zAt + r * m.stride();
      for (int p = 0; p < m.panels; p++) {
        for (int v = 0; v < WeightMatrix.PANEL; v++) {
          z[to++] = sum(m, m.panelAt(p) + v, WeightMatrix.PANEL, x[r], xOffset, h[r], hOffset);
        }
      }
      for (int v = 0; v < m.loneVectors; v++) {
        z[to++] = sum(m, m.loneAt(v), 1, x[r], xOffset, h[r], hOffset);
      }
    }
  }

  private static float sum(
      WeightMatrix m, int at, int step, float[] x, int xOffset, float[] h, int hOffset) {
    float[] w = m.weights;
    float sum = w[at];
    for (int k = 0; k < m.inputs; k++) {
      sum = Math.fma(w[at += step], x[xOffset + k], sum);
    }
    for (int k = 0; k < m.hidden; k++) {
      sum = Math.fma(w[at += step], h[hOffset + k], sum);
    }
    return sum;
  }

  @Override
  public void lstm(
      float[] z, int zAt, int units, float[][] state, int hOffset, int cOffset, int rows) {
    for (int r = 0; r < rows; r++) {
      float[] s = state[r];
      for (int j = 0; j < units; j++) {
        int at = zAt + 4 * (r * units + j);
        float c = nextCell(s[cOffset + j], expm1(z[at]), expm1(z[at + 1]), expm1(z[at + 2]));
        float e = expm1(2 * c);
        s[cOffset + j] = c;
        s[hOffset + j] = e / ((2 + e) * (2 + expm1(z[at + 3])));
      }
    }
  }

  /**
   * {@code c' = c f + i tanh(g)} with one division, from {@code e^-i - 1}, {@code e^-f - 1} and
   * {@code e^2g - 1}: f is {@code 1 / (2 + ef)}, i {@code 1 / (2 + ei)}, tanh(g) {@code eg / (2 +
   * eg)}.
   */
  private static float nextCell(float c, float ei, float ef, float eg) {
    float ig = (2 + ei) * (2 + eg);
    float f = 2 + ef;
    return Math.fma(c, ig, eg * f) / (ig * f);
  }
}
