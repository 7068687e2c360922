package io.flinklstm.operators;

import io.flinklstm.operators.result.Rejected;
import io.flinklstm.state.KeyState;
import java.io.IOException;

/**
 * Gathers events of many keys and computes on them together, whenever its shell says so. Results
 * come out in the order of arrival. Owned by one thread.
 *
 * @param <T> event
 * @param <R> result
 */
abstract class Engine<T, R> {

  final Bundle bundle;
  final Intake<T> intake;
  final LstmMetrics metrics;
  private final KeyStates states;
  private final Results<T, R> results;

  Engine(
      Bundle bundle,
      Intake<T> intake,
      KeyStates states,
      Results<T, R> results,
      LstmMetrics metrics) {
    this.bundle = bundle;
    this.intake = intake;
    this.states = states;
    this.results = results;
    this.metrics = metrics;
  }

  /** Whether nothing is gathered. */
  final boolean isEmpty() {
    return bundle.size() == 0;
  }

  /** Whether it must be flushed before the next event. */
  final boolean isFull() {
    return bundle.isFull();
  }

  /** Takes an event, or rejects it at once. */
  final void add(Object key, T event, boolean timed, long time) {
    metrics.event();
    Rejected<T> rejected = intake.read(event, timed, bundle);
    if (rejected == null) {
      bundle.add(key, event, timed, time);
    } else {
      give(rejected, timed, time);
    }
  }

  /** Rejects an event that the watermark had already passed. */
  final void late(T event, long time, long watermark) {
    metrics.event();
    give(tooLate(event, watermark - time), true, time);
  }

  /** An event that the key's last step, or the watermark, had already passed. */
  abstract Rejected<T> tooLate(T event, long millis);

  /** Computes on everything gathered and gives the results out; nothing is gathered then. */
  final void flush() throws IOException {
    compute();
    for (int s = 0; s < bundle.size(); s++) {
      give(bundle.released[s], bundle.timed[s], bundle.releasedAt[s]);
      give(bundle.results[s], bundle.timed[s], bundle.times[s]);
    }
    bundle.clear();
  }

  /** Computes on the bundle, puts what comes of it there, and writes the keys' states. */
  abstract void compute() throws IOException;

  /** Hands the keys' states to the backend, before a snapshot of it. Nothing is gathered. */
  final void save() throws IOException {
    states.save();
  }

  /**
   * The key's timer has fired.
   *
   * @return when the key must be woken next, or {@link KeyState#NO_TIMER}
   */
  final long wake(Object key, long time) throws IOException {
    if (bundle.contains(key)) {
      flush();
    }
    KeyState found = states.read(key);
    if (found == null || found.timer() != time) {
      return KeyState.NO_TIMER; // a timer from before the key was forgotten or its state replaced
    }
    return wake(key, found, time);
  }

  /**
   * Ends the sequence of a key, or forgets the key, where that is due.
   *
   * @param found its state, whose timer has fired
   */
  abstract long wake(Object key, KeyState found, long time) throws IOException;

  /**
   * Writes a key's state.
   *
   * @param timerOut the timer that is out, or {@link KeyState#NO_TIMER}
   * @param setTimer whether the state's timer is another, and an earlier one
   */
  final void write(Object key, KeyState state, long timerOut, boolean setTimer) throws IOException {
    if (setTimer && timerOut != KeyState.NO_TIMER) {
      states.cancelTimer(key, timerOut); // before another is set: a key has at most one
    }
    states.write(key, state, setTimer);
  }

  /**
   * Gives out a result or a rejected event.
   *
   * @param resultOrRejected null for nothing
   */
  @SuppressWarnings("unchecked") // only results of this event type are given here
  final void give(Object resultOrRejected, boolean timed, long time) {
    if (resultOrRejected instanceof Rejected<?> rejected) {
      metrics.rejected(rejected.reason());
      results.rejected((Rejected<T>) rejected, timed, time);
    } else if (resultOrRejected != null) {
      metrics.result();
      results.result((R) resultOrRejected, timed, time);
    }
  }

  @SuppressWarnings("unchecked") // only events of this type are added
  final T event(int slot) {
    return (T) bundle.events[slot];
  }
}
