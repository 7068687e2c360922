package io.flinklstm.operators;

import io.flinklstm.state.KeyState;
import java.io.IOException;

/** Where the engine of windows keeps what is remembered of a key. */
interface WindowStates<T> {

  /** The key's state, or null for a key never seen; owned by the engine until it is written. */
  KeyState read(Object key) throws IOException;

  /** Writes the state and, where it has a timer that was not out before, sets that timer. */
  void write(Object key, KeyState state, boolean setTimer) throws IOException;

  /** The last event of a sequence that has not ended, or null. */
  T lastEvent(Object key) throws IOException;

  /** Keeps it; null for none any more. */
  void lastEvent(Object key, T event) throws IOException;

  /** Hands everything written to the backend, before a snapshot of it. */
  void save() throws IOException;

  /** Forgets the key. */
  void clear(Object key) throws IOException;
}
