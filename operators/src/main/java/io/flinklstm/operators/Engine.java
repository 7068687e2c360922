package io.flinklstm.operators;

import java.io.IOException;

/** Gathers events of many keys and computes on them together, whenever its shell says so. */
interface Engine<T> {

  /** Whether nothing is gathered. */
  boolean isEmpty();

  /** Whether it must be flushed before the next event. */
  boolean isFull();

  /** Takes an event, or rejects it at once. */
  void add(Object key, T event, boolean timed, long time);

  /** Rejects an event that the watermark had already passed. */
  void late(T event, long time, long watermark);

  /** Computes on everything gathered and gives the results out; nothing is gathered then. */
  void flush() throws IOException;

  /** Hands the keys' states to the backend, before a snapshot of it. Nothing is gathered. */
  void save() throws IOException;

  /**
   * The key's timer has fired.
   *
   * @return when the key must be woken next, or {@code KeyState.NO_TIMER}
   */
  long wake(Object key, long time) throws IOException;
}
