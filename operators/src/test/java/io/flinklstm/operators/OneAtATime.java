package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.core.Workspace;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.Rejected.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the operator must equal to the bit, written from what its options promise: every event on
 * its own, a plain map of keys, nothing gathered, no timers. After each watermark it simply looks
 * at all keys.
 */
final class OneAtATime {

  private final Network network;
  private final Workspace workspace;
  private final LstmOptions options;
  private final EventReader<Reading> reader;
  private final Substitutes substitutes;
  private final Map<String, PlainKey> keys = new TreeMap<>();
  private final List<Reading> waiting = new ArrayList<>(); // for their event time
  private final List<Given> given = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;

  OneAtATime(NetworkSource model, LstmOptions options, EventReader<Reading> reader) {
    this.network = model.load();
    this.workspace = network.newWorkspace(1);
    this.options = options;
    this.reader = reader;
    this.substitutes = new Substitutes(network.description(), options.missing());
  }

  /** With no option chosen. */
  static List<Prediction<Reading>> run(NetworkSource model, List<Reading> readings) {
    OneAtATime plain = new OneAtATime(model, LstmOptions.DEFAULT, EventReader.of(Reading::extract));
    readings.forEach(reading -> plain.process(reading, true));
    return Given.predictions(plain.given);
  }

  /** Everything given out so far. */
  List<Given> given() {
    return given;
  }

  void process(Reading reading, boolean timed) {
    if (options.order() == Order.ARRIVAL || !timed) {
      handle(reading, timed ? reading.time : null);
    } else if (reading.time <= watermark) {
      long late = watermark - reading.time;
      reject(
          reading,
          reading.time,
          Reason.LATE,
          "found an event " + late + " ms late; it takes no step");
    } else {
      waiting.add(reading);
    }
  }

  void watermark(long time) {
    watermark = time;
    List<Reading> ready = new ArrayList<>(waiting.stream().filter(r -> r.time <= time).toList());
    waiting.removeIf(r -> r.time <= time);
    ready.sort(Comparator.comparingLong(r -> r.time)); // equal times stay as they came
    ready.forEach(r -> handle(r, r.time));
    List.copyOf(keys.values()).forEach(this::look);
  }

  /** Whether the watermark has shown that a key's sequence ended, or that it is to be forgotten. */
  private void look(PlainKey key) {
    Long end = key.held == null ? null : key.endedBy(watermark, options.sequences());
    if (end != null || (key.held != null && watermark == Long.MAX_VALUE)) {
      given.add(new Given(key.held, end == null ? key.lastTime : end));
      key.beginSequence(network);
    }
    if (key.expiredBy(watermark, options.sequences())) {
      keys.remove(key.name);
    }
  }

  private void handle(Reading reading, Long time) {
    if (time == null
        && (network.description().readsTime() || options.order() == Order.EVENT_TIME)) {
      String why =
          network.description().readsTime()
              ? "the model reads the calendar or elapsed time"
              : "events are stepped by event time";
      reject(
          reading,
          null,
          Reason.NO_TIMESTAMP,
          "found a record without timestamp, expected one: "
              + why
              + ". Assign timestamps before the operator");
      return;
    }
    float[] values = {Float.NaN, Float.NaN};
    boolean starts;
    boolean ends;
    try {
      reader.features().extract(reading, values);
      starts = reader.starts().test(reading);
      ends = reader.ends().test(reading);
    } catch (RuntimeException e) {
      String text = "the feature extractor or a predicate threw " + e;
      reject(reading, time, Reason.NOT_EXTRACTED, text);
      return;
    }
    step(reading, time, values, starts, ends);
  }

  private PlainKey newKey(String name) {
    return new PlainKey(name, network, options.memory().encoding());
  }

  private void step(Reading reading, Long time, float[] values, boolean starts, boolean ends) {
    PlainKey old = keys.computeIfAbsent(reading.sensor, this::newKey);
    Long over = old.endedBy(time, options.sequences());
    PlainKey key = old.expiredBy(time, options.sequences()) ? newKey(old.name) : old.copy();
    if (over != null || starts) {
      key.beginSequence(network);
    }
    String missing = substitutes.fill(values, key);
    if (missing == Substitutes.SKIP) {
      return;
    }
    if (missing != null) {
      reject(reading, time, Reason.NON_FINITE_VALUE, missing);
      return;
    }
    workspace.set(0, time == null ? 0 : time, values, key.recurrent, key.running);
    network.advance(workspace, 1);
    if (!workspace.isFinite(0)) {
      String text =
          "found values so large that step %d of the key would not be finite; its state stays as it"
              + " was";
      reject(reading, time, Reason.NON_FINITE_STEP, text.formatted(old.steps + 1));
      return;
    }
    if (old.held != null && key.held == null) {
      given.add(new Given(old.held, over != null ? over : time));
    }
    keys.put(key.name, key);
    key.count(time, values, workspace.outputs(0));
    boolean last = ends || key.sequenceSteps == options.sequences().length();
    giveOut(key, reading, time, last);
    if (last) {
      key.beginSequence(network);
    }
  }

  private void giveOut(PlainKey key, Reading reading, Long time, boolean last) {
    String label = label();
    Prediction<Reading> result =
        new Prediction<>(
            reading,
            key.steps,
            key.sequenceSteps,
            key.sequenceSteps > options.warmUpSteps(),
            workspace.outputs(0).clone(),
            label,
            network.description().outputs().stream().anyMatch(Output::judged)
                ? workspace.expected(0).clone()
                : new float[0],
            workspace.error(0),
            workspace.score(0),
            network.fingerprint());
    boolean wanted;
    if (options.emission() instanceof Emission.EveryNth every) {
      wanted = key.sequenceSteps % every.n() == 0;
    } else if (options.emission() instanceof Emission.LabelChange) {
      wanted = !label.equals(key.label);
      key.label = label;
    } else if (options.emission() instanceof Emission.ScoreFrom from) {
      boolean scored = network.description().scorer().isPresent();
      wanted = (scored ? result.score() : result.outputs()[0]) >= from.threshold();
    } else {
      wanted = last;
      key.held = last ? null : result;
    }
    if (wanted) {
      given.add(new Given(result, time));
    }
  }

  /** The name of the likeliest class, where the model is a classifier of several. */
  private String label() {
    if (network.description().task() != Task.CLASSIFY) {
      return "";
    }
    float[] p = workspace.outputs(0);
    int best =
        IntStream.range(0, p.length)
            .boxed()
            .max(Comparator.<Integer>comparingDouble(i -> p[i]).thenComparing(i -> -i))
            .orElseThrow();
    return network.description().outputs().get(best).name();
  }

  private void reject(Reading reading, Long time, Reason reason, String text) {
    given.add(new Given(new Rejected<>(reading, reason, text), time));
  }
}
