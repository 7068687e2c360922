package io.flinklstm.operators;

import io.flinklstm.state.KeyState;
import java.io.IOException;

/** Where the engine reads and writes what is remembered per key. */
interface KeyStates {

  /**
   * The key's state, or null for a key never seen. May be changed in place until the flush ends.
   */
  KeyState read(Object key) throws IOException;

  /** Keeps a key's state. */
  void write(Object key, KeyState state) throws IOException;
}
