package io.flinklstm.operators;

import io.flinklstm.state.KeyState;
import java.io.Serializable;
import java.time.Duration;

/**
 * Where sequences of a key begin and end, apart from what events say themselves.
 *
 * @param gap event time between two events after which a new sequence begins; 0 for never
 * @param length steps after which a sequence ends; 0 for never
 * @param expiry event time without an event after which a key is forgotten; 0 for never
 */
record Sequences(long gap, long length, long expiry) implements Serializable {

  static final Sequences ENDLESS = new Sequences(0, 0, 0);

  Sequences withGap(Duration pause) {
    return new Sequences(positive("resetAfterGap", pause), length, expiry);
  }

  Sequences withLength(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("resetEvery: found " + steps + ", expected 1 or more");
    }
    return new Sequences(gap, steps, expiry);
  }

  Sequences withoutLength() {
    return new Sequences(gap, 0, expiry);
  }

  Sequences withExpiry(Duration unseen) {
    return new Sequences(gap, length, positive("expireAfter", unseen));
  }

  private static long positive(String what, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(what + ": found " + duration + ", expected at least 1 ms");
    }
    return duration.toMillis();
  }

  /** Whether the key counts as forgotten at a time. */
  boolean expired(KeyState state, long time) {
    return passed(state, expiry, time);
  }

  /** Whether the key's sequence has paused for too long at a time. */
  boolean paused(KeyState state, long time) {
    return passed(state, gap, time);
  }

  private static boolean passed(KeyState state, long span, long time) {
    return span > 0 && state.hasEventTime() && time >= after(state, span);
  }

  private static long after(KeyState state, long span) {
    long at = state.lastEventTime() + span;
    return at < state.lastEventTime() ? Long.MAX_VALUE : at; // past the end of time
  }

  /** Why the step about to be taken begins a new sequence, or null where it goes on. */
  ResetCause before(KeyState state, boolean starts, boolean timed, long time) {
    if (timed && expired(state, time)) {
      return ResetCause.EXPIRED;
    }
    if (state.sequenceSteps() == 0) {
      return null;
    }
    if (timed && paused(state, time)) {
      return ResetCause.GAP; // had ended already, whatever this event says of itself
    }
    return starts ? ResetCause.START : null;
  }

  /**
   * The time at which a sequence ended, known by itself and not by when that was noticed.
   *
   * @param time of the event that began the next one
   */
  long endedAt(KeyState state, ResetCause cause, long time) {
    if (cause == ResetCause.GAP || cause == ResetCause.EXPIRED) {
      long expired = expiry > 0 ? after(state, expiry) : Long.MAX_VALUE;
      return gap > 0 ? Math.min(after(state, gap), expired) : expired;
    }
    return time;
  }

  /** Why the step just taken was the last of its sequence, or null where more may follow. */
  ResetCause after(KeyState state, boolean ends) {
    if (ends) {
      return ResetCause.END;
    }
    return length > 0 && state.sequenceSteps() >= length ? ResetCause.LENGTH : null;
  }

  /**
   * When the key must be woken, should no event come.
   *
   * @param holding whether a result waits for the end of the sequence
   * @return an event time, the end of time where only the end of input can release the result, or
   *     {@link KeyState#NO_TIMER}
   */
  long due(KeyState state, boolean holding) {
    long due = holding ? Long.MAX_VALUE : KeyState.NO_TIMER;
    if (state.hasEventTime() && holding && gap > 0) {
      due = after(state, gap);
    }
    if (state.hasEventTime() && expiry > 0) {
      long expires = after(state, expiry);
      due = due == KeyState.NO_TIMER ? expires : Math.min(due, expires);
    }
    return due;
  }

  /**
   * Notes when the key must be woken where that is earlier than noted, or nothing is.
   *
   * @return whether it was
   */
  boolean wakeSooner(KeyState state, boolean holding) {
    long due = due(state, holding);
    boolean sooner =
        due != KeyState.NO_TIMER && (state.timer() == KeyState.NO_TIMER || due < state.timer());
    if (sooner) {
      state.timer(due);
    }
    return sooner;
  }

  /** Why a key's sequence has ended by a time at which no event came, or null where it goes on. */
  ResetCause whyEnded(KeyState state, boolean holding, long time) {
    if (expired(state, time)) {
      return ResetCause.EXPIRED;
    }
    if (holding && time == Long.MAX_VALUE) {
      return ResetCause.END;
    }
    return holding && paused(state, time) ? ResetCause.GAP : null;
  }
}
