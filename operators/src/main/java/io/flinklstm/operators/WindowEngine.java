package io.flinklstm.operators;

import io.flinklstm.core.WindowNetwork;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.Rejected.Reason;
import io.flinklstm.operators.result.WindowResult;
import io.flinklstm.state.History;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateEncoding;
import io.flinklstm.state.StateLayout;
import java.io.IOException;

/**
 * Gathers events into a bundle, appends them to the rows of their keys and runs the windows that
 * are closed by them side by side. Results come out in the order of arrival of the events that
 * closed them, and a window's numbers depend on its own rows alone. Owned by one thread.
 */
final class WindowEngine<T> implements Engine<T> {

  private final Intake<T> intake;
  private final StatePolicy policy;
  private final Sequences sequences;
  private final Windows windows;
  private final boolean whole; // windows are sequences that have ended
  private final boolean byEventTime;
  private final WindowStates<T> states;
  private final WindowResults<T> results;
  private final LstmMetrics metrics;
  private final Bundle bundle;
  private final WindowWave<T> wave;

  WindowEngine(
      WindowNetwork network,
      EventReader<T> reader,
      LstmOptions options,
      Windows windows,
      WindowStates<T> states,
      WindowResults<T> results,
      LstmMetrics metrics) {
    int fields = network.fields();
    if (windows.longest() > History.mostRows(fields)) {
      throw new IllegalArgumentException(
          "windows: found %s of %d fields, expected at most %d rows"
              .formatted(windows, fields, History.mostRows(fields)));
    }
    this.intake = new Intake<>(network.description(), options.order(), reader);
    StateLayout layout = StateLayout.ofHistory(fields);
    this.policy =
        new StatePolicy(
            layout,
            network.fingerprint(),
            () -> new float[0],
            options.withEncoding(StateEncoding.FLOAT32).memory(),
            null,
            metrics);
    this.whole = windows instanceof Windows.Whole;
    this.sequences = options.sequences();
    this.windows = windows;
    this.byEventTime = options.order() == Order.EVENT_TIME;
    this.states = states;
    this.results = results;
    this.metrics = metrics;
    this.bundle = new Bundle(options.waves().most(), fields);
    this.wave = new WindowWave<>(network, options.waves().most(), metrics);
  }

  @Override
  public boolean isEmpty() {
    return bundle.size() == 0;
  }

  @Override
  public boolean isFull() {
    return bundle.isFull();
  }

  @Override
  public void add(Object key, T event, boolean timed, long time) {
    metrics.event();
    Rejected<T> rejected = intake.read(event, timed, bundle);
    if (rejected == null) {
      bundle.add(key, event, timed, time);
    } else {
      emit(rejected, timed, time);
    }
  }

  @Override
  public void late(T event, long time, long watermark) {
    metrics.event();
    emit(tooLate(event, watermark - time), true, time);
  }

  private Rejected<T> tooLate(T event, long millis) {
    metrics.late(millis);
    return new Rejected<>(
        event, Reason.LATE, "found an event " + millis + " ms late; it is in no window");
  }

  @Override
  public void flush() throws IOException {
    for (int k = 0; k < bundle.keys(); k++) {
      take(bundle.key(k), bundle.first[k]);
    }
    wave.run();
    for (int s = 0; s < bundle.size(); s++) {
      emit(bundle.released[s], bundle.timed[s], bundle.releasedAt[s]);
      emit(bundle.results[s], bundle.timed[s], bundle.times[s]);
    }
    bundle.clear();
  }

  @Override
  public void save() throws IOException {
    states.save();
  }

  /** Takes all events of one key. */
  private void take(Object key, int first) throws IOException {
    KeyState state = policy.apply(key, states.read(key));
    T before = whole ? states.lastEvent(key) : null;
    T last = before;
    for (int slot = first; slot != Bundle.NONE; slot = bundle.next[slot]) {
      T event = event(slot);
      if (byEventTime && state.hasEventTime() && bundle.times[slot] < state.lastEventTime()) {
        bundle.results[slot] = tooLate(event, state.lastEventTime() - bundle.times[slot]);
        continue;
      }
      state = begin(state, last, slot);
      append(state, event, slot);
      last = state.sequenceSteps() == 0 ? null : event;
    }
    if (whole && last != before) {
      states.lastEvent(key, last);
    }
    states.write(key, state, wakeWhenDue(state));
  }

  /** Closes the sequence that the event does not belong to, if there is one. */
  private KeyState begin(KeyState state, T last, int slot) {
    boolean starts = (bundle.marks[slot] & Intake.STARTS) != 0;
    long time = bundle.times[slot];
    ResetCause cause = sequences.before(state, starts, bundle.timed[slot], time);
    if (cause == null) {
      return state;
    }
    metrics.reset(cause);
    if (open(state)) {
      bundle.releasedAt[slot] = sequences.endedAt(state, cause, time);
      wave.add(last, state.steps(), state.history(), result -> bundle.released[slot] = result);
    }
    if (cause == ResetCause.EXPIRED) {
      KeyState anew = policy.newState();
      anew.timer(state.timer());
      return anew;
    }
    end(state);
    return state;
  }

  private void append(KeyState state, T event, int slot) {
    long time = bundle.times[slot];
    state.history().append(bundle.values[slot], time, windows.longest());
    if (bundle.timed[slot]) {
      state.step(time);
    } else {
      state.step();
    }
    metrics.step(state.steps() == 1);
    ResetCause end = sequences.after(state, (bundle.marks[slot] & Intake.ENDS) != 0);
    if (whole ? end != null : due(state)) {
      wave.add(event, state.steps(), state.history(), result -> bundle.results[slot] = result);
    } else {
      metrics.suppressed();
    }
    if (end != null) {
      metrics.reset(end);
      end(state);
    }
  }

  private boolean due(KeyState state) {
    return windows instanceof Windows.Last last
        && state.sequenceSteps() >= last.longest()
        && (state.sequenceSteps() - last.longest()) % last.every() == 0;
  }

  private static void end(KeyState state) {
    state.beginSequence();
    state.history().clear();
  }

  /** Whether a sequence waits for its end. */
  private boolean open(KeyState state) {
    return whole && state.history().size() > 0;
  }

  private boolean wakeWhenDue(KeyState state) {
    long due = sequences.due(state, open(state));
    boolean sooner =
        due != KeyState.NO_TIMER && (state.timer() == KeyState.NO_TIMER || due < state.timer());
    if (sooner) {
      state.timer(due);
    }
    return sooner;
  }

  /** Closes what has paused for too long or, at the end of input, whatever is open. */
  @Override
  public long wake(Object key, long time) throws IOException {
    if (bundle.contains(key)) {
      flush();
    }
    KeyState found = states.read(key);
    if (found == null || found.timer() != time) {
      return KeyState.NO_TIMER; // a timer from before the key was forgotten or its state replaced
    }
    KeyState state = policy.apply(key, found);
    ResetCause cause = whyEnded(state, time);
    if (cause != null) {
      metrics.reset(cause);
    }
    if (cause != null && open(state)) {
      boolean timed = state.hasEventTime();
      long at = cause == ResetCause.END ? state.lastEventTime() : time;
      T last = states.lastEvent(key);
      wave.add(last, state.steps(), state.history(), result -> emit(result, timed, at));
      wave.run();
      end(state);
      states.lastEvent(key, null);
    }
    if (cause == ResetCause.EXPIRED) {
      states.clear(key);
      return KeyState.NO_TIMER;
    }
    long due = sequences.due(state, open(state));
    state.timer(due > time ? due : KeyState.NO_TIMER);
    states.write(key, state, false);
    return state.timer();
  }

  private ResetCause whyEnded(KeyState state, long time) {
    if (sequences.expired(state, time)) {
      return ResetCause.EXPIRED;
    }
    if (open(state) && time == Long.MAX_VALUE) {
      return ResetCause.END;
    }
    return open(state) && sequences.paused(state, time) ? ResetCause.GAP : null;
  }

  @SuppressWarnings("unchecked") // only results of this event type are put there
  private void emit(Object result, boolean timed, long time) {
    if (result instanceof WindowResult<?> scored) {
      metrics.result();
      results.scored((WindowResult<T>) scored, timed, time);
    } else if (result != null) {
      Rejected<T> rejected = (Rejected<T>) result;
      metrics.rejected(rejected.reason());
      results.rejected(rejected, timed, time);
    }
  }

  @SuppressWarnings("unchecked") // only events of this type are added
  private T event(int slot) {
    return (T) bundle.events[slot];
  }
}
