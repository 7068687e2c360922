package io.flinklstm.jobs.audit;

import io.flinklstm.core.Network;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.core.Workspace;
import io.flinklstm.jobs.pipeline.Stepping;
import io.flinklstm.jobs.pipeline.Stepping.Missing;
import io.flinklstm.jobs.record.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The results as one thread computes them, one event at a time, without Flink. */
final class Recomputation {

  private static final float EVEN = 0.5f;
  private static final float[] NOTHING_EXPECTED = {};

  private final Network network;
  private final Stepping stepping;
  private final Workspace workspace;
  private final Errors errors;
  private final boolean forecasts;
  private final Map<String, Key> keys = new HashMap<>();

  Recomputation(Network network, Stepping stepping) {
    this.network = network;
    this.stepping = stepping;
    this.workspace = network.newWorkspace(1);
    this.errors = new Errors(network.description());
    this.forecasts = network.description().outputs().stream().anyMatch(Output::judged);
  }

  /** What is due for the next event of its key. */
  Due next(Event event) {
    Key old = keys.computeIfAbsent(event.key(), name -> new Key(network));
    Key key = new Key(old);
    if (stepping.gap() > 0 && old.steps > 0 && event.time() - old.time >= stepping.gap()) {
      key.beginSequence(network);
    }
    float[] values = event.values().clone();
    Missing obstacle = fill(values, key);
    if (obstacle != null) {
      return obstacle == Missing.SKIP ? Due.NOTHING : Due.LETTER;
    }
    workspace.set(0, event.time(), values, key.recurrent, key.running);
    network.advance(workspace, 1);
    if (!workspace.isFinite(0)) {
      return Due.LETTER;
    }
    key.count(event.time(), values);
    keys.put(event.key(), key);
    Due due = isWanted(key) ? Due.of(result(event, key)) : Due.NOTHING;
    if (key.sequenceSteps == stepping.length()) {
      key.beginSequence(network);
    }
    return due;
  }

  /** Puts something in the place of what is missing; tells what keeps the event from its step. */
  private Missing fill(float[] values, Key key) {
    for (Missing policy : List.of(Missing.REJECT, Missing.SKIP)) {
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i]) && stepping.missing().get(i) == policy) {
          return policy;
        }
      }
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        values[i] = substitute(i, key);
        if (!Float.isFinite(values[i])) {
          return Missing.REJECT;
        }
      }
    }
    return null;
  }

  private float substitute(int field, Key key) {
    if (key.sequenceSteps == 0) {
      return Float.NaN;
    }
    return stepping.missing().get(field) == Missing.FORECAST
        ? network.forecastOf(field, key.running)
        : key.values[field];
  }

  private boolean isWanted(Key key) {
    if (stepping.labelChanges()) {
      int label = label(workspace.outputs(0));
      boolean changed = label != key.label;
      key.label = label;
      return changed;
    }
    boolean scored = network.description().scorer().isPresent();
    double score = scored ? workspace.score(0) : workspace.outputs(0)[0];
    boolean high =
        stepping.scoreFrom() == Double.NEGATIVE_INFINITY || score >= stepping.scoreFrom();
    return high && key.sequenceSteps % stepping.everyNth() == 0;
  }

  /** The largest of several, the first of equal ones; of one whether it is the less likely. */
  private static int label(float[] outputs) {
    if (outputs.length == 1) {
      return outputs[0] >= EVEN ? 0 : 1;
    }
    int best = 0;
    for (int i = 1; i < outputs.length; i++) {
      best = outputs[i] > outputs[best] ? i : best;
    }
    return best;
  }

  /** Of the label; empty for a single class that is the less likely, and for no classifier. */
  private String name(float[] outputs) {
    List<Output> named = network.description().outputs();
    boolean classifies = network.description().task() == Task.CLASSIFY;
    int label = classifies ? label(outputs) : named.size();
    return label < named.size() ? named.get(label).name() : "";
  }

  private Result result(Event event, Key key) {
    float[] expected = forecasts ? workspace.expected(0) : NOTHING_EXPECTED;
    return new Result(
        event.key(),
        event.time(),
        key.steps,
        key.sequenceSteps > stepping.warmUp(),
        name(workspace.outputs(0)),
        finite(event.values()),
        finite(workspace.outputs(0)),
        finite(expected),
        finite(errors.of(event.values(), expected)),
        finite(workspace.error(0)),
        finite(workspace.score(0)),
        HexFormat.of().toHexDigits(network.fingerprint()),
        event.origin().topic(),
        event.origin().partition(),
        event.origin().offset());
  }

  private static List<Float> finite(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(Float.isFinite(value) ? value : null);
    }
    return list;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static final class Key {

    private static final int NO_LABEL = -1;

    private final float[] recurrent;
    private final double[] running;
    private long steps;
    private long sequenceSteps;
    private long time;
    private float[] values = {};
    private int label = NO_LABEL;

    Key(Network network) {
      recurrent = network.initialState();
      running = new double[network.runningNumbers()];
    }

    /** A copy, so that an event that takes no step leaves nothing behind. */
    Key(Key key) {
      recurrent = key.recurrent.clone();
      running = key.running.clone();
      steps = key.steps;
      sequenceSteps = key.sequenceSteps;
      time = key.time;
      values = key.values;
      label = key.label;
    }

    void beginSequence(Network network) {
      network.restart(recurrent, running);
      sequenceSteps = 0;
      label = NO_LABEL;
    }

    void count(long at, float[] stepped) {
      steps++;
      sequenceSteps++;
      time = at;
      values = stepped;
    }
  }
}
