package io.flinklstm.operators;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.Rejected.Reason;
import io.flinklstm.state.KeyState;

/**
 * What happens around the network's step of one event: before it, whether the event begins a
 * sequence and what stands in for missing values; after it, the count, the result, the end of the
 * sequence. Knows one key and one event at a time, never their neighbours.
 */
final class Timestep<T> {

  private static final float[] NOTHING_EXPECTED = {};

  private final Network network;
  private final long fingerprint;
  private final long warmUpSteps;
  private final boolean byEventTime;
  private final boolean forecasts;
  private final Sequences sequences;
  private final Intake<T> intake;
  private final Imputation imputation;
  private final EmissionRule emission;
  private final Labels labels;
  private final RememberedRows rows;
  private final StatePolicy policy;
  private final LstmMetrics metrics;

  Timestep(
      Network network,
      LstmOptions options,
      Intake<T> intake,
      Imputation imputation,
      StatePolicy policy,
      LstmMetrics metrics) {
    ModelDescription model = network.description();
    this.network = network;
    this.fingerprint = network.fingerprint();
    this.warmUpSteps = options.warmUpSteps();
    this.byEventTime = options.order() == Order.EVENT_TIME;
    this.forecasts = model.outputs().stream().anyMatch(o -> o.judged());
    this.sequences = options.sequences();
    this.intake = intake;
    this.imputation = imputation;
    this.emission = new EmissionRule(options.emission(), model);
    this.labels = new Labels(model);
    this.rows = new RememberedRows(network, options.memory().history());
    this.policy = policy;
    this.metrics = metrics;
  }

  /** Whether results wait in state for the end of their sequence. */
  boolean holds() {
    return emission.holds();
  }

  /**
   * Makes key and event ready for the network.
   *
   * @return false where the event takes no step; what is to be given out is in the bundle then
   */
  boolean prepare(LoadedKey<T> key, Bundle bundle, int slot) {
    KeyState state = key.state;
    boolean timed = bundle.timed[slot];
    long time = bundle.times[slot];
    if (byEventTime && state.hasEventTime() && time < state.lastEventTime()) {
      bundle.results[slot] = late(event(bundle, slot), state.lastEventTime() - time);
      return false;
    }
    int marks = bundle.marks[slot];
    ResetCause cause = sequences.before(state, (marks & Intake.STARTS) != 0, timed, time);
    if ((marks & Intake.MISSING) != 0 && !fill(key, bundle, slot, cause)) {
      return false;
    }
    key.cause = cause;
    if (cause != null) {
      begin(key, bundle, slot);
    }
    return true;
  }

  /** An event that the key's last step, or the watermark, had already passed. */
  Rejected<T> late(T event, long millis) {
    metrics.late(millis);
    return new Rejected<>(
        event, Reason.LATE, "found an event " + millis + " ms late; it takes no step");
  }

  private boolean fill(LoadedKey<T> key, Bundle bundle, int slot, ResetCause cause) {
    float[] values = bundle.values[slot];
    int outcome = imputation.fill(values, cause == null ? key.state : null);
    if (outcome == Imputation.SKIPPED) {
      metrics.skipped();
    } else if (outcome == Imputation.FILLED) {
      metrics.imputed();
    } else {
      bundle.results[slot] =
          intake.missing(
              event(bundle, slot), values, outcome, "; nothing came before that could stand in");
    }
    return outcome == Imputation.FILLED;
  }

  private void begin(LoadedKey<T> key, Bundle bundle, int slot) {
    key.before = key.state; // untouched: a backend may go on from this very object
    bundle.released[slot] = key.held;
    bundle.releasedAt[slot] = sequences.endedAt(key.state, key.cause, bundle.times[slot]);
    key.hold(null);
    if (key.cause == ResetCause.EXPIRED) {
      key.state = policy.newState();
      key.state.timer(key.before.timer());
    } else {
      key.state = key.before.copy();
      restart(network, key.state);
    }
  }

  /** Begins a sequence. */
  static void restart(Network network, KeyState state) {
    network.restart(state.recurrent(), state.running());
    state.round();
    state.beginSequence();
  }

  /** Counts a finite step and makes its result; of another nothing stays but the rejection. */
  void settle(LoadedKey<T> key, Bundle bundle, int slot, Workspace w, int row) {
    if (!w.isFinite(row)) {
      undo(key, bundle, slot);
      return;
    }
    if (key.cause != null) {
      metrics.reset(key.cause);
    }
    KeyState state = key.state;
    state.round();
    if (bundle.timed[slot]) {
      state.step(bundle.times[slot]);
    } else {
      state.step();
    }
    metrics.step(state.steps() == 1);
    if (imputation.remembers()) {
      state.remember(bundle.values[slot]);
    }
    rows.add(state, bundle.values[slot], bundle.timed[slot], bundle.times[slot]);
    key.stepped = true;
    ResetCause end = sequences.after(state, (bundle.marks[slot] & Intake.ENDS) != 0);
    giveOut(key, bundle, slot, w, row, end != null);
    if (end != null) {
      metrics.reset(end);
      restart(network, state);
    }
    key.setTimer |= sequences.wakeSooner(state, key.held != null);
  }

  private void undo(LoadedKey<T> key, Bundle bundle, int slot) {
    if (key.cause != null) {
      key.state = key.before;
      key.hold(held(bundle.released[slot]));
      bundle.released[slot] = null;
    }
    bundle.results[slot] = intake.notFinite(event(bundle, slot), key.state.steps() + 1);
  }

  private void giveOut(
      LoadedKey<T> key, Bundle bundle, int slot, Workspace w, int row, boolean last) {
    int label = labels.of(w.outputs(row));
    EmissionRule.Verdict verdict = emission.judge(key.state, w, row, label, last);
    if (verdict == EmissionRule.Verdict.SUPPRESS) {
      metrics.suppressed();
      return;
    }
    if (key.held != null) {
      metrics.suppressed(); // the step before was not the last of its sequence
    }
    KeyState state = key.state;
    Prediction<T> prediction =
        new Prediction<>(
            event(bundle, slot),
            state.steps(),
            state.sequenceSteps(),
            state.sequenceSteps() > warmUpSteps,
            w.outputs(row).clone(),
            labels.name(label),
            forecasts ? w.expected(row).clone() : NOTHING_EXPECTED,
            w.error(row),
            w.score(row),
            fingerprint);
    if (verdict == EmissionRule.Verdict.HOLD) {
      key.hold(prediction);
    } else {
      key.hold(null);
      bundle.results[slot] = prediction;
    }
  }

  /**
   * The key's timer has fired: ends its sequence or forgets it where that is due, and notes when
   * the next timer must fire where something still is. A key to be forgotten has no state
   * afterwards.
   *
   * @return why the sequence ended, or null where it goes on
   */
  ResetCause wake(LoadedKey<T> key, long time) {
    KeyState state = key.state;
    ResetCause cause = sequences.whyEnded(state, key.held != null, time);
    if (cause == ResetCause.EXPIRED) {
      key.state = null;
    } else {
      if (cause != null) {
        restart(network, state);
      }
      long due = sequences.due(state, key.held != null && cause == null);
      state.timer(due > time ? due : KeyState.NO_TIMER);
    }
    if (cause != null) {
      metrics.reset(cause);
    }
    return cause;
  }

  @SuppressWarnings("unchecked") // only events of this type are added
  private T event(Bundle bundle, int slot) {
    return (T) bundle.events[slot];
  }

  @SuppressWarnings("unchecked") // only results of this event type are put there
  private Prediction<T> held(Object released) {
    return (Prediction<T>) released;
  }
}
