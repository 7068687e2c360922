package io.flinklstm.core.kernel;

import static io.flinklstm.core.kernel.Lanes.LANES;

/**
 * The same numbers as {@link ScalarKernels}, in vectors. Loaded by name, and only where the module
 * {@code jdk.incubator.vector} is present.
 *
 * <p>Not final so that a test can plant a wrong one.
 */
public non-sealed class VectorKernels implements Kernels {

  private static final int CHUNK = 4096; // floats of a product that stay in L1 between two passes

  @Override
  public String name() {
    return "vector-" + 32 * LANES;
  }

  @Override
  public int lanes() {
    return LANES;
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
    if (rows < FourRows.ROWS) {
      for (int r = 0; r < rows; r++) {
        row(m, x[r], xOffset, h[r], hOffset, z, zAt + r * m.stride());
      }
      return;
    }
    for (int p = 0; p < m.panels; p++) {
      panel(m, p, x, xOffset, h, hOffset, z, zAt, rows);
    }
    for (int r = 0; r < rows && m.loneVectors > 0; r++) {
      lone(m, x[r], xOffset, h[r], hOffset, z, zAt + r * m.stride());
    }
  }

  /** All rows of one panel: sixes, then fours; the last may go over rows already done. */
  private static void panel(
      WeightMatrix m,
      int panel,
      float[][] x,
      int xOffset,
      float[][] h,
      int hOffset,
      float[] z,
      int zAt,
      int rows) {
    int at = m.panelAt(panel);
    int to = zAt + panel * WeightMatrix.PANEL * LANES;
    int stride = m.stride();
    int rest = rows % SixRows.ROWS;
    int sixes = rows / SixRows.ROWS - (rest == 1 || rest == 2 ? 1 : 0); // 4 + 4 beats 6 + 4
    int r = 0;
    for (int i = 0; i < sixes; i++, r += SixRows.ROWS) {
      SixRows.product(m.weights, at, m.inputs, m.hidden, x, xOffset, h, hOffset, z, to, stride, r);
    }
    for (; r < rows; r += FourRows.ROWS) {
      int first = Math.min(r, rows - FourRows.ROWS);
      FourRows.product(
          m.weights, at, m.inputs, m.hidden, x, xOffset, h, hOffset, z, to, stride, first);
    }
  }

  private static void row(
      WeightMatrix m, float[] x, int xOffset, float[] h, int hOffset, float[] z, int zAt) {
    int width = WeightMatrix.PANEL * LANES;
    for (int p = 0; p < m.panels; p += 2) {
      int q = Math.min(p + 1, m.panels - 1);
      OneRow.product(
          m.weights,
          m.panelAt(p),
          m.panelAt(q),
          m.inputs,
          m.hidden,
          x,
          xOffset,
          h,
          hOffset,
          z,
          zAt + p * width,
          zAt + q * width);
    }
    lone(m, x, xOffset, h, hOffset, z, zAt);
  }

  private static void lone(
      WeightMatrix m, float[] x, int xOffset, float[] h, int hOffset, float[] z, int zAt) {
    int to = zAt + m.panels * WeightMatrix.PANEL * LANES;
    for (int v = 0; v < m.loneVectors; v++) {
      OneRow.lone(
          m.weights, m.loneAt(v), m.inputs, m.hidden, x, xOffset, h, hOffset, z, to + v * LANES);
    }
  }

  @Override
  public void lstm(
      float[] z, int zAt, int units, float[][] state, int hOffset, int cOffset, int rows) {
    int stride = 4 * ((units + LANES - 1) / LANES) * LANES;
    int spare = zAt + rows * stride;
    int chunk = Math.max(1, CHUNK / stride);
    for (int r = 0; r < rows; r += chunk) {
      int end = Math.min(rows, r + chunk);
      VectorActivations.expm1(z, zAt + r * stride, zAt + end * stride, LANES);
      for (int i = r; i < end; i++) {
        cell(z, zAt + i * stride, units, state[i], cOffset, spare);
      }
      VectorActivations.expm1(z, zAt + r * stride, zAt + end * stride, 4 * LANES);
      for (int i = r; i < end; i++) {
        hidden(z, zAt + i * stride, units, state[i], hOffset, spare);
      }
    }
  }

  private static void cell(float[] z, int zAt, int units, float[] state, int cAt, int spare) {
    int blocks = units / LANES;
    int done = blocks * LANES;
    VectorActivations.lstmCell(z, zAt, state, cAt, blocks);
    if (done < units) {
      System.arraycopy(state, cAt + done, z, spare, units - done);
      VectorActivations.lstmCell(z, zAt + 4 * done, z, spare, 1);
      System.arraycopy(z, spare, state, cAt + done, units - done);
    }
  }

  private static void hidden(float[] z, int zAt, int units, float[] state, int hAt, int spare) {
    int blocks = units / LANES;
    int done = blocks * LANES;
    VectorActivations.lstmHidden(z, zAt, state, hAt, blocks);
    if (done < units) {
      VectorActivations.lstmHidden(z, zAt + 4 * done, z, spare, 1);
      System.arraycopy(z, spare, state, hAt + done, units - done);
    }
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
    VectorActivations.expm1(z, gatesAt, gatesAt + rows * gatesStride, LANES);
    int blocks = (units + LANES - 1) / LANES;
    for (int r = 0; r < rows; r++) {
      int at = r * stride;
      VectorActivations.gruCandidate(
          z, gatesAt + r * gatesStride, inputAt + at, hiddenAt + at, blocks);
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
    int spare = gatesAt + rows * gatesStride;
    VectorActivations.expm1(z, gatesAt, spare, LANES);
    for (int r = 0; r < rows; r++) {
      reset(z, gatesAt + r * gatesStride, units, state[r], hOffset, reset[r], spare);
    }
  }

  private static void reset(
      float[] z, int gatesAt, int units, float[] h, int hAt, float[] to, int spare) {
    int blocks = units / LANES;
    int done = blocks * LANES;
    VectorActivations.gruReset(z, gatesAt, h, hAt, to, 0, blocks);
    if (done < units) {
      System.arraycopy(h, hAt + done, z, spare, units - done);
      VectorActivations.gruReset(z, gatesAt + 2 * done, z, spare, z, spare, 1);
      System.arraycopy(z, spare, to, done, units - done);
    }
  }

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
    int spare = candidateAt + rows * stride;
    VectorActivations.expm1(z, candidateAt, spare, LANES);
    for (int r = 0; r < rows; r++) {
      hidden(
          z, gatesAt + r * gatesStride, candidateAt + r * stride, units, state[r], hOffset, spare);
    }
  }

  private static void hidden(
      float[] z, int gatesAt, int candidateAt, int units, float[] h, int hAt, int spare) {
    int blocks = units / LANES;
    int done = blocks * LANES;
    VectorActivations.gruHidden(z, gatesAt, candidateAt, h, hAt, blocks);
    if (done < units) {
      System.arraycopy(h, hAt + done, z, spare, units - done);
      VectorActivations.gruHidden(z, gatesAt + 2 * done, candidateAt + done, z, spare, 1);
      System.arraycopy(z, spare, h, hAt + done, units - done);
    }
  }

  @Override
  public void rnnTanh(
      float[] z, int zAt, int stride, int units, float[][] state, int hOffset, int rows) {
    int spare = zAt + rows * stride;
    VectorActivations.expm1(z, zAt, spare, LANES);
    int blocks = units / LANES;
    int done = blocks * LANES;
    for (int r = 0; r < rows; r++) {
      int at = zAt + r * stride;
      VectorActivations.tanh(z, at, state[r], hOffset, blocks);
      if (done < units) {
        VectorActivations.tanh(z, at + done, z, spare, 1);
        System.arraycopy(z, spare, state[r], hOffset + done, units - done);
      }
    }
  }
}
