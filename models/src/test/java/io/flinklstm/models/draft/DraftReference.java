package io.flinklstm.models.draft;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import java.util.Arrays;
import java.util.Map;

/**
 * Runs a draft on whole sequences in float64, straight from the equations: what readers understood
 * can be checked without the network's own arithmetic.
 */
public final class DraftReference {

  private DraftReference() {}

  /** Rows in, rows out; {@code sequence} chooses the row of initial states that a file brings. */
  public static double[][] run(
      Draft draft, double[][] rows, Map<String, double[]> states, int sequence) {
    double[][] x = rows;
    int cell = 0;
    for (Step step : draft.steps()) {
      if (step instanceof Step.Recurrent recurrent) {
        Cell c = recurrent.cell();
        double[] h = state(draft, states, cell + ".h", sequence, c.output());
        double[] m = state(draft, states, cell + ".c", sequence, c.hidden());
        x = recurrent.reverse() ? reversed(run(c, reversed(x), h, m)) : run(c, x, h, m);
        cell++;
      } else {
        x = apply(step, x);
      }
    }
    return x;
  }

  private static double[] state(
      Draft draft, Map<String, double[]> states, String name, int sequence, int width) {
    if (states.containsKey(name)) {
      return states.get(name);
    }
    double[] values = new double[width];
    float[][] rows = draft.initial().get(name);
    for (int i = 0; rows != null && i < width; i++) {
      values[i] = rows[Math.min(sequence, rows.length - 1)][i];
    }
    return values;
  }

  private static double[][] apply(Step step, double[][] x) {
    if (step instanceof Step.Bidirectional both) {
      Cell f = both.forward();
      double[][] forward = run(f, x, new double[f.output()], new double[f.hidden()]);
      double[][] backward =
          reversed(
              run(both.backward(), reversed(x), new double[f.output()], new double[f.hidden()]));
      double[][] merged = new double[x.length][];
      for (int t = 0; t < x.length; t++) {
        merged[t] = Arrays.copyOf(forward[t], 2 * f.output());
        System.arraycopy(backward[t], 0, merged[t], f.output(), f.output());
      }
      return merged;
    } else if (step instanceof Step.LastStep) {
      return new double[][] {x[x.length - 1]};
    } else if (step instanceof Step.FinalStates) {
      double[] both = x[x.length - 1].clone();
      int half = both.length / 2;
      System.arraycopy(x[0], half, both, half, half);
      return new double[][] {both};
    } else if (step instanceof Step.Repeat repeat) {
      double[][] rows = new double[repeat.times()][];
      Arrays.fill(rows, x[0]);
      return rows;
    }
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = row(step, x[t]);
    }
    return y;
  }

  private static double[] row(Step step, double[] x) {
    if (step instanceof Step.Dense dense) {
      double[] y = product(dense.w(), x, dense.outputs());
      add(y, dense.b());
      return curve(dense.activation(), y);
    } else if (step instanceof Step.Embedding embedding) {
      double[] y = new double[embedding.width()];
      for (int i = 0; i < y.length; i++) {
        y[i] = embedding.w()[(int) x[0] * y.length + i];
      }
      return y;
    } else if (step instanceof Step.Activation activation) {
      return curve(activation.curve(), x);
    }
    throw new IllegalArgumentException(step.toString());
  }

  private static double[][] run(Cell cell, double[][] x, double[] h, double[] c) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[][] next =
          cell.kind() == Cell.Kind.LSTM ? lstm(cell, x[t], h, c) : other(cell, x[t], h);
      h = next[0];
      c = next.length > 1 ? next[1] : c;
      y[t] = h;
    }
    return y;
  }

  private static double[][] lstm(Cell cell, double[] x, double[] h, double[] c) {
    int n = cell.hidden();
    Cell.Extras e = cell.extras();
    double[] z = product(cell.w(), x, 4 * n);
    double[] u = product(cell.u(), h, 4 * n);
    for (int i = 0; i < z.length; i++) {
      z[i] += u[i];
    }
    add(z, cell.bw());
    add(z, cell.bu());
    double[] next = new double[n];
    double[] m = new double[n];
    float[] p = e.peepholes();
    for (int j = 0; j < n; j++) {
      double peepI = p.length == 0 ? 0 : p[j] * c[j];
      double peepF = p.length == 0 ? 0 : p[n + j] * c[j];
      double i = curve(e.gate(), clip(z[j] + peepI, e.gateClip()));
      double f = e.coupled() ? 1 - i : curve(e.gate(), clip(z[n + j] + peepF, e.gateClip()));
      double g = curve(e.candidate(), clip(z[2 * n + j], e.gateClip()));
      next[j] = clip(f * c[j] + i * g, e.cellClip());
      double peepO = p.length == 0 ? 0 : p[2 * n + j] * next[j];
      double o = curve(e.gate(), clip(z[3 * n + j] + peepO, e.gateClip()));
      m[j] = o * curve(e.output(), next[j]);
    }
    double[] out = e.projection().length == 0 ? m : product(e.projection(), m, cell.output());
    for (int j = 0; j < out.length; j++) {
      out[j] = clip(out[j], e.outputClip());
    }
    return new double[][] {out, next};
  }

  private static double[][] other(Cell cell, double[] x, double[] h) {
    int n = cell.hidden();
    int rows = cell.kind().blocks() * n;
    Cell.Extras e = cell.extras();
    double[] zx = product(cell.w(), x, rows);
    add(zx, cell.bw());
    double[] zh = product(cell.u(), h, rows);
    add(zh, cell.bu());
    double[] next = new double[n];
    if (cell.kind() == Cell.Kind.RNN) {
      for (int j = 0; j < n; j++) {
        next[j] = curve(e.candidate(), clip(zx[j] + zh[j], e.gateClip()));
      }
      return new double[][] {next};
    }
    double[] gated = new double[n];
    for (int j = 0; j < n; j++) {
      gated[j] = curve(e.gate(), zx[j] + zh[j]) * h[j];
    }
    double[] before = product(cell.u(), gated, rows);
    add(before, cell.bu());
    for (int j = 0; j < n; j++) {
      double r = curve(e.gate(), zx[j] + zh[j]);
      double z = curve(e.gate(), zx[n + j] + zh[n + j]);
      boolean after = cell.kind() == Cell.Kind.GRU_AFTER;
      double inner = after ? r * zh[2 * n + j] : before[2 * n + j];
      next[j] = (1 - z) * curve(e.candidate(), zx[2 * n + j] + inner) + z * h[j];
    }
    return new double[][] {next};
  }

  private static double[] product(float[] w, double[] x, int rows) {
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += w[i * x.length + j] * x[j];
      }
    }
    return y;
  }

  private static void add(double[] y, float[] b) {
    for (int i = 0; i < b.length; i++) {
      y[i] += b[i];
    }
  }

  private static double clip(double x, double bound) {
    return Math.max(-bound, Math.min(bound, x));
  }

  private static double[] curve(ActivationFunction curve, double[] x) {
    if (curve.form() == Activation.SOFTMAX) {
      double max = Arrays.stream(x).max().orElseThrow();
      double[] y = Arrays.stream(x).map(v -> Math.exp(v - max)).toArray();
      double sum = Arrays.stream(y).sum();
      return Arrays.stream(y).map(v -> v / sum).toArray();
    }
    return Arrays.stream(x).map(v -> curve(curve, v)).toArray();
  }

  private static double curve(ActivationFunction curve, double x) {
    return switch (curve.form()) {
      case IDENTITY -> x;
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case RELU -> Math.max(0, x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case HARD_SIGMOID -> Math.max(0, Math.min(1, curve.alpha() * x + curve.beta()));
      default -> throw new IllegalArgumentException(curve.toString());
    };
  }

  private static double[][] reversed(double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = x[x.length - 1 - t];
    }
    return y;
  }
}
