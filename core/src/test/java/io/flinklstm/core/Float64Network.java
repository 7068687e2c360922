package io.flinklstm.core;

import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.score.ComplementaryError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The layers' equations in float64, written for reading: what float32 results are judged by. */
final class Float64Network {

  private interface Step {
    double[] of(double[] x);
  }

  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Tensor> tensors;

  Float64Network(Map<String, Tensor> tensors, LayerDescription... layers) {
    this.tensors = tensors;
    for (LayerDescription layer : layers) {
      if (layer instanceof LayerDescription.Lstm lstm) {
        for (int k = 0; k < lstm.layers(); k++) {
          steps.add(lstm(lstm, k));
        }
      } else if (layer instanceof LayerDescription.Gru gru) {
        for (int k = 0; k < gru.layers(); k++) {
          steps.add(gru(gru, k));
        }
      } else if (layer instanceof LayerDescription.Rnn rnn) {
        for (int k = 0; k < rnn.layers(); k++) {
          steps.add(rnn(rnn, k));
        }
      } else if (layer instanceof LayerDescription.Linear linear) {
        ActivationFunction f = ActivationFunction.of(linear.activation());
        steps.add(
            x ->
                row(
                    f,
                    product(
                        linear.prefix() + "weight",
                        x,
                        get(linear.prefix() + "bias", linear.output()))));
      } else {
        throw new IllegalArgumentException(layer.toString());
      }
    }
  }

  double[] advance(double[] x) {
    double[] row = x;
    for (Step step : steps) {
      row = step.of(row);
    }
    return row;
  }

  private Step lstm(LayerDescription.Lstm lstm, int k) {
    LstmOptions o = lstm.options();
    int n = lstm.hidden();
    String p = lstm.prefix();
    double[] h = get(p + "initial_h_l" + k, lstm.output());
    double[] c = get(p + "initial_c_l" + k, n);
    double[] pi = get(p + "peephole_i_l" + k, n);
    double[] pf = get(p + "peephole_f_l" + k, n);
    double[] po = get(p + "peephole_o_l" + k, n);
    return x -> {
      double[] z = sum(p, k, x, h, 4 * n);
      double[] m = new double[n];
      for (int j = 0; j < n; j++) {
        double i = of(o.gate(), clip(z[j] + pi[j] * c[j], o.gateClip()));
        double f = o.coupled() ? 1 - i : of(o.gate(), clip(z[n + j] + pf[j] * c[j], o.gateClip()));
        double g = of(o.candidate(), clip(z[2 * n + j], o.gateClip()));
        c[j] = clip(f * c[j] + i * g, o.cellClip());
        m[j] = of(o.gate(), clip(z[3 * n + j] + po[j] * c[j], o.gateClip())) * of(o.output(), c[j]);
      }
      double[] out =
          o.projection() == 0
              ? m
              : Arrays.stream(product(p + "weight_hr_l" + k, m, new double[o.projection()]))
                  .map(v -> clip(v, o.projectionClip()))
                  .toArray();
      System.arraycopy(out, 0, h, 0, out.length);
      return out;
    };
  }

  private Step gru(LayerDescription.Gru gru, int k) {
    GruOptions o = gru.options();
    int n = gru.hidden();
    String p = gru.prefix();
    double[] h = get(p + "initial_h_l" + k, n);
    return x -> {
      double[] zw = product(p + "weight_ih_l" + k, x, get(p + "bias_ih_l" + k, 3 * n));
      double[] zu = product(p + "weight_hh_l" + k, h, get(p + "bias_hh_l" + k, 3 * n));
      double[] r = new double[n];
      double[] rh = new double[n];
      for (int j = 0; j < n; j++) {
        r[j] = of(o.gate(), clip(zw[j] + zu[j], o.gateClip()));
        rh[j] = r[j] * h[j];
      }
      double[] before = product(p + "weight_hh_l" + k, rh, get(p + "bias_hh_l" + k, 3 * n));
      double[] next = new double[n];
      for (int j = 0; j < n; j++) {
        double u = o.reset() == GruOptions.Reset.AFTER ? r[j] * zu[2 * n + j] : before[2 * n + j];
        double candidate = of(o.candidate(), clip(zw[2 * n + j] + u, o.gateClip()));
        double keep = of(o.gate(), clip(zw[n + j] + zu[n + j], o.gateClip()));
        next[j] = (1 - keep) * candidate + keep * h[j];
      }
      System.arraycopy(next, 0, h, 0, n);
      return next;
    };
  }

  private Step rnn(LayerDescription.Rnn rnn, int k) {
    int n = rnn.hidden();
    double[] h = get(rnn.prefix() + "initial_h_l" + k, n);
    return x -> {
      double[] z = sum(rnn.prefix(), k, x, h, n);
      for (int j = 0; j < n; j++) {
        h[j] = of(rnn.activation(), clip(z[j], rnn.clip()));
      }
      return h.clone();
    };
  }

  private double[] sum(String prefix, int k, double[] x, double[] h, int rows) {
    double[] z = product(prefix + "weight_ih_l" + k, x, get(prefix + "bias_ih_l" + k, rows));
    double[] u = product(prefix + "weight_hh_l" + k, h, get(prefix + "bias_hh_l" + k, rows));
    for (int j = 0; j < rows; j++) {
      z[j] += u[j];
    }
    return z;
  }

  private double[] product(String name, double[] x, double[] bias) {
    float[] w = tensors.get(name).values();
    double[] y = bias.clone();
    for (int row = 0; row < y.length; row++) {
      for (int i = 0; i < x.length; i++) {
        y[row] += (double) w[row * x.length + i] * x[i];
      }
    }
    return y;
  }

  private double[] get(String name, int length) {
    double[] values = new double[length];
    if (tensors.containsKey(name)) {
      Arrays.setAll(values, i -> tensors.get(name).values()[i]);
    }
    return values;
  }

  private static double clip(double x, float limit) {
    return Math.max(-limit, Math.min(limit, x));
  }

  private static double[] row(ActivationFunction f, double[] x) {
    if (!f.form().overRow()) {
      return Arrays.stream(x).map(v -> of(f, v)).toArray();
    }
    double sum = Arrays.stream(x).map(Math::exp).sum();
    return Arrays.stream(x)
        .map(v -> f.form() == Activation.SOFTMAX ? Math.exp(v) / sum : v - Math.log(sum))
        .toArray();
  }

  static double of(ActivationFunction f, double x) {
    double a = f.alpha();
    double b = f.beta();
    return switch (f.form()) {
      case IDENTITY -> x;
      case RELU -> Math.max(0, x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case EXPONENTIAL -> Math.exp(x);
      case SOFTPLUS -> Math.log1p(Math.exp(x));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case RELU6 -> Math.min(6, Math.max(0, x));
      case ELU -> x > 0 ? x : a * Math.expm1(x);
      case SELU -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
      case SILU -> x / (1 + Math.exp(-x));
      case GELU -> 0.5 * x * ComplementaryError.erfc(-x / Math.sqrt(2));
      case LEAKY_RELU -> x < 0 ? a * x : x;
      case HARD_SIGMOID -> Math.max(0, Math.min(1, a * x + b));
      case AFFINE -> a * x + b;
      case SCALED_TANH -> a * Math.tanh(b * x);
      case THRESHOLDED_RELU -> x > a ? x : 0;
      case SOFTMAX, LOG_SOFTMAX -> throw new IllegalArgumentException(f.form() + " of a value");
    };
  }
}
