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

  @Override
  public void gruCandidate(
      float[] z,
      int gatesAt,
      int gatesStride,
      int inputAt,
      int hiddenAt,
      int stride,
      int units,
      int rows) {
    for (int r = 0; r < rows; r++) {
      gates(z, gatesAt + r * gatesStride, units);
      for (int j = 0; j < units; j++) {
        int at = r * stride + j;
        z[inputAt + at] =
            z[hiddenAt + at] / (2 + z[gatesAt + r * gatesStride + 2 * j]) + z[inputAt + at];
      }
    }
  }

  @Override
  public void gruReset(
      float[] z,
      int gatesAt,
      int gatesStride,
      int units,
      float[][] state,
      int hOffset,
      float[][] reset,
      int rows) {
    for (int r = 0; r < rows; r++) {
      gates(z, gatesAt + r * gatesStride, units);
      for (int j = 0; j < units; j++) {
        reset[r][j] = state[r][hOffset + j] / (2 + z[gatesAt + r * gatesStride + 2 * j]);
      }
    }
  }

  private static void gates(float[] z, int at, int units) {
    for (int i = at; i < at + 2 * units; i++) {
      z[i] = expm1(z[i]);
    }
  }

  /** {@code h' = (1 - z) tanh(n) + z h} with one division: ez is {@code e^-z - 1}. */
  @Override
  public void gruHidden(
      float[] z,
      int gatesAt,
      int gatesStride,
      int candidateAt,
      int stride,
      int units,
      float[][] state,
      int hOffset,
      int rows) {
    for (int r = 0; r < rows; r++) {
      float[] h = state[r];
      for (int j = 0; j < units; j++) {
        float ez = z[gatesAt + r * gatesStride + 2 * j + 1];
        float en = expm1(z[candidateAt + r * stride + j]);
        float n = 2 + en;
        h[hOffset + j] = Math.fma(1 + ez, en, h[hOffset + j] * n) / ((2 + ez) * n);
      }
    }
  }

  @Override
  public void rnnTanh(
      float[] z, int zAt, int stride, int units, float[][] state, int hOffset, int rows) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < units; j++) {
        float e = expm1(z[zAt + r * stride + j]);
        state[r][hOffset + j] = e / (2 + e);
      }
    }
  }
}
