package io.flinklstm.faults.audit;

/**
 * The network as docs/numerics.md specifies it, written from there in the plainest way: one key,
 * one layer, one output, loops over arrays. Shares no code with the kernels it judges.
 */
public final class PlainLstm {

  // docs/numerics.md: e^x - 1 = 2^n (e^r - 1) + (2^n - 1) with |r| at most half of ln 2, and e^r -
  // 1
  // as r + r^2 (P0 + P1 r + P2 r^2 + P3 r^3 + P4 r^4).
  private static final float[] P = {
    0.49999997f, 0.16666543f, 0.0416672f, 0.008366528f, 0.0013882513f
  };
  private static final float LOG2_E = 1.442695f;
  private static final float LN2 = 0.6931472f;
  private static final float LIMIT = 28;
  private static final float TO_INTEGER = 12582912f; // 1.5 * 2^23: adding it leaves no fraction

  private final PlainWeights w;

  public PlainLstm(PlainWeights weights) {
    this.w = weights;
  }

  /** A key's hidden and cell state, and what was forecast for it. */
  public static final class Key {
    final float[] h;
    final float[] c;
    long steps;
    double forecastScaled;
    double forecastRaw;

    public Key(int hidden) {
      h = new float[hidden];
      c = new float[hidden];
    }
  }

  /** Advances a key by one event. */
  public Numbers next(Key key, float[] values) {
    double scaled = (values[0] - PlainWeights.MEAN) / PlainWeights.SCALE;
    boolean foretold = key.steps > 0;
    float expected = foretold ? (float) key.forecastRaw : Float.NaN;
    double error = foretold ? Math.abs(scaled - key.forecastScaled) : 0;
    float difference = (float) (((double) values[0] - expected) * (1 / PlainWeights.SCALE));
    float output = step(key, new float[] {(float) scaled, values[1]});
    key.steps++;
    key.forecastScaled = output;
    key.forecastRaw = key.forecastScaled * PlainWeights.SCALE + PlainWeights.MEAN;
    return new Numbers(key.steps, (float) key.forecastRaw, expected, difference, error);
  }

  private float step(Key key, float[] x) {
    int hidden = w.hidden();
    float[][] z = new float[4][hidden];
    for (int gate = 0; gate < 4; gate++) {
      for (int unit = 0; unit < hidden; unit++) {
        z[gate][unit] = preActivation(gate * hidden + unit, x, key.h);
      }
    }
    for (int unit = 0; unit < hidden; unit++) {
      float ei = expm1(-z[0][unit]);
      float ef = expm1(-z[1][unit]);
      float eg = expm1(2 * z[2][unit]);
      float eo = expm1(-z[3][unit]);
      float iAndG = (2 + ei) * (2 + eg);
      float f = 2 + ef;
      float c = Math.fma(key.c[unit], iAndG, eg * f) / (iAndG * f);
      float ec = expm1(2 * c);
      key.c[unit] = c;
      key.h[unit] = ec / ((2 + ec) * (2 + eo));
    }
    float output = w.headBias();
    for (int unit = 0; unit < hidden; unit++) {
      output = Math.fma(w.head()[unit], key.h[unit], output);
    }
    return output;
  }

  /** Bias, then inputs, then hidden: each addition by fma, in this order. */
  private float preActivation(int row, float[] x, float[] h) {
    float sum = w.inputBias()[row] + w.hiddenBias()[row];
    for (int k = 0; k < x.length; k++) {
      sum = Math.fma(w.input()[row * x.length + k], x[k], sum);
    }
    for (int k = 0; k < h.length; k++) {
      sum = Math.fma(w.recurrent()[row * h.length + k], h[k], sum);
    }
    return sum;
  }

  private static float expm1(float x) {
    float y = Math.max(-LIMIT, Math.min(LIMIT, x));
    // Rounded with the exponent's bias in it, as the specification has it.
    float n = Math.fma(y, LOG2_E, TO_INTEGER + 127) - (TO_INTEGER + 127);
    float r = Math.fma(n, -LN2, y);
    float q = P[4];
    for (int k = 3; k >= 0; k--) {
      q = Math.fma(q, r, P[k]);
    }
    q = Math.fma(q, r * r, r);
    float power = (float) Math.scalb(1.0, (int) n);
    return Math.fma(power, q, power - 1);
  }

  /**
   * The numbers of a result, of which every bit counts.
   *
   * @param expected NaN where nothing had been forecast
   * @param difference of the value from that, in scaled units; NaN where nothing had been
   * @param error its amount, from the forecast before it was rounded; 0 where nothing had been
   */
  public record Numbers(
      long step, float forecast, float expected, float difference, double error) {}
}
