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
final class WindowEngine<T> extends Engine<T, WindowResult<T>> {

  private final StatePolicy policy;
  private final Sequences sequences;
  private final Windows windows;
  private final boolean whole; // windows are sequences that have ended
  private final boolean byEventTime;
  private final WindowStates<T> states;
  private final WindowWave<T> wave;

  WindowEngine(
      WindowNetwork network,
      EventReader<T> reader,
      LstmOptions options,
      Windows windows,
      WindowStates<T> states,
      Results<T, WindowResult<T>> results,
      LstmMetrics metrics) {
    super(
        new Bundle(options.waves().most(), network.fields()),
        new Intake<>(network.description(), options.order(), reader),
        states,
        results,
        metrics);
    int fields = network.fields();
    if (windows.longest() > History.mostRows(fields)) {
      throw new IllegalArgumentException(
          "windows: found %s of %d fields, expected at most %d rows"
              .formatted(windows, fields, History.mostRows(fields)));
    }
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
    this.wave = new WindowWave<>(network, options.waves().most(), metrics);
  }

  @Override
  Rejected<T> tooLate(T event, long millis) {
    metrics.late(millis);
    return new Rejected<>(
        event, Reason.LATE, "found an event " + millis + " ms late; it is in no window");
  }

  @Override
  void compute() throws IOException {
    for (int k = 0; k < bundle.keys(); k++) {
      take(bundle.key(k), bundle.first[k]);
    }
    wave.run();
  }

  /** Takes all events of one key. */
  private void take(Object key, int first) throws IOException {
    KeyState found = states.read(key);
    long timerOut = found == null ? KeyState.NO_TIMER : found.timer();
    KeyState state = policy.apply(key, found);
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
    write(key, state, timerOut, sequences.wakeSooner(state, open(state)));
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

  /** Closes what has paused for too long or, at the end of input, whatever is open. */
  @Override
  long wake(Object key, KeyState found, long time) throws IOException {
    KeyState state = policy.apply(key, found);
    if (!policy.goesOn(found, state)) {
      states.clear(key); // begun anew is forgotten, as long as no event comes
      return KeyState.NO_TIMER;
    }
    ResetCause cause = sequences.whyEnded(state, open(state), time);
    if (cause != null) {
      metrics.reset(cause);
    }
    if (cause != null && open(state)) {
      boolean timed = state.hasEventTime();
      long at = cause == ResetCause.END ? state.lastEventTime() : time;
      T last = states.lastEvent(key);
      wave.add(last, state.steps(), state.history(), result -> give(result, timed, at));
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
    write(key, state, KeyState.NO_TIMER, false);
    return state.timer();
  }
}
