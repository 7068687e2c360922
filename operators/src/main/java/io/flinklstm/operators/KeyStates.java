package io.flinklstm.operators;

import io.flinklstm.state.KeyState;
import java.io.IOException;

/** Where an engine keeps what is remembered of a key. */
interface KeyStates {

  /** The key's state, or null for a key never seen; owned by the engine until it is written. */
  KeyState read(Object key) throws IOException;

  /** Writes the state and, where it has a timer that was not out before, sets that timer. */
  void write(Object key, KeyState state, boolean setTimer) throws IOException;

  /** Takes a timer of the key back, because an earlier one is to be set in its place. */
  void cancelTimer(Object key, long time);

  /** Hands everything written to the backend, before a snapshot of it. */
  void save() throws IOException;

  /** Forgets the key. */
  void clear(Object key) throws IOException;
}
