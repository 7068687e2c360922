package io.flinklstm.core;

import io.flinklstm.core.feature.FeatureScaling;
import io.flinklstm.core.score.AnomalyLikelihood;

/**
 * What the outputs foretell: remembered at one event, judged at the next.
 *
 * <p>Numbers of a key: the scaling's, then for each output that forecasts the scaled forecast, the
 * raw forecast, and one flag whether there is any; then the scorer's.
 */
final class Forecast {

  private final FeatureScaling scaling;
  private final int[] feature; // per output: index of the feature it forecasts, or -1
  private final boolean[] judged; // per output: the next event shows how good it was
  private final boolean[] change; // per output: the head gives the difference to the present value
  private final boolean any; // whether an output forecasts
  private final int scored; // index of the first judged output, or -1
  private final int pending; // where the forecasts begin: a flag, then scaled and raw per output
  private final int scorerAt;
  private final AnomalyLikelihood scorer; // null without one
  private final int numbers;

  Forecast(ModelDescription description, FeatureScaling scaling) {
    this.scaling = scaling;
    int outputs = description.outputs().size();
    this.feature = new int[outputs];
    this.change = new boolean[outputs];
    this.judged = new boolean[outputs];
    int first = -1;
    for (int i = outputs - 1; i >= 0; i--) {
      Output output = description.outputs().get(i);
      change[i] = output.form() == Output.Form.CHANGE;
      judged[i] = output.judged();
      feature[i] = output.forecasts().map(name -> indexOf(description, name)).orElse(-1);
      first = judged[i] ? i : first;
    }
    this.any = description.outputs().stream().anyMatch(o -> o.forecasts().isPresent());
    this.scored = first;
    this.pending = scaling.runningNumbers();
    this.scorerAt = pending + (any ? 1 + 2 * outputs : 0);
    this.scorer = description.scorer().map(AnomalyLikelihood::new).orElse(null);
    if (scorer != null && first < 0) {
      throw new IllegalArgumentException(
          "model "
              + description.name()
              + ": a scorer needs an output that forecasts a feature's next value");
    }
    this.numbers = scorerAt + (scorer == null ? 0 : scorer.numbers());
  }

  private static int indexOf(ModelDescription description, String name) {
    for (int i = 0; i < description.features().size(); i++) {
      if (description.features().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "model " + description.name() + ": an output forecasts " + name + ", which is no feature");
  }

  int runningNumbers() {
    return numbers;
  }

  /** Compares the event with what was forecast for it, before anything of the key changes. */
  void judge(Workspace w, int row) {
    w.scores[row] = Double.NaN;
    w.errors[row] = 0;
    if (!any) {
      return;
    }
    double[] s = w.running[row];
    boolean foretold = s[pending] != 0;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < feature.length; i++) {
      w.expected[row][i] = foretold && judged[i] ? (float) s[pending + 2 + 2 * i] : Float.NaN;
      if (foretold && judged[i]) {
        double raw = scaling.raw(feature[i], w.values[row], w.eventTimes[row], s);
        sum += Math.abs(scaling.scaled(feature[i], raw, s) - s[pending + 1 + 2 * i]);
        count++;
      }
    }
    w.errors[row] = count == 0 ? 0 : sum / count;
    if (scorer != null) {
      double raw = scaling.raw(feature[scored], w.values[row], w.eventTimes[row], s);
      w.scores[row] = scorer.score(w.errors[row], raw, s, scorerAt);
    }
  }

  /** Brings the outputs that forecast to raw units and keeps them for the next event. */
  void remember(Workspace w, int row) {
    if (!any) {
      return;
    }
    double[] s = w.running[row];
    s[pending] = 1;
    for (int i = 0; i < feature.length; i++) {
      if (feature[i] >= 0) {
        double present = change[i] ? w.scaled[row][feature[i]] : 0;
        double scaled = present + w.outputs[row][i];
        double raw = withinFloat(scaling.unscaled(feature[i], scaled, s));
        s[pending + 1 + 2 * i] = scaled;
        s[pending + 2 + 2 * i] = raw;
        w.outputs[row][i] = (float) raw;
      }
    }
  }

  /** What was forecast for the next value of a feature, in raw units; NaN where nothing was. */
  float next(int forecastFeature, double[] running) {
    for (int i = 0; any && i < feature.length; i++) {
      if (judged[i] && feature[i] == forecastFeature && running[pending] != 0) {
        return (float) running[pending + 2 + 2 * i];
      }
    }
    return Float.NaN;
  }

  /** Withdraws what was forecast: the next event begins a sequence. */
  void withdraw(double[] running) {
    if (any) {
      running[pending] = 0;
    }
  }

  /** A forecast past float32's range is given as its end: the step itself was finite. */
  private static double withinFloat(double raw) {
    return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, raw));
  }
}
