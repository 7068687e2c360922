package io.flinklstm.operators;

import java.io.IOException;

/** Where the engine of windows keeps what is remembered of a key. */
interface WindowStates<T> extends KeyStates {

  /** The last event of a sequence that has not ended, or null. */
  T lastEvent(Object key) throws IOException;

  /** Keeps it; null for none any more. */
  void lastEvent(Object key, T event) throws IOException;
}
