package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import io.flinklstm.state.KeyState;

/**
 * What a flush has of one key between reading and writing its state. Reused from flush to flush.
 */
final class LoadedKey<T> {

  KeyState state;
  boolean stepped; // there is something to write
  boolean setTimer; // the state's timer is not out yet
  long timerOut; // the one that is, or KeyState.NO_TIMER
  int slot; // the key's event in the present wave
  Prediction<T> held; // waits for the end of the sequence
  boolean heldChanged;

  // Of the present step, where it began a new sequence:
  ResetCause cause; // or null
  KeyState before; // the state to go back to, should the step not be finite

  void load(KeyState loaded, Prediction<T> waiting, int firstSlot) {
    state = loaded;
    held = waiting;
    slot = firstSlot;
    stepped = false;
    setTimer = false;
    heldChanged = false;
    cause = null;
    before = null;
  }

  void hold(Prediction<T> prediction) {
    heldChanged |= prediction != held;
    held = prediction;
  }

  /** Lets go of everything until the next flush. */
  void unload() {
    state = null;
    held = null;
    before = null;
  }
}
