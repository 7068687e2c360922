package io.flinklstm.jobs.surgery;

import io.flinklstm.core.Network;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateLayout;
import java.io.Serializable;

/** Tells states that a model has not made, before a job finds them. */
record StateCheck(boolean any, long fingerprint, int layout, int floats) implements Serializable {

  static final StateCheck NONE = new StateCheck(true, 0, 0, 0);

  static StateCheck of(Network network) {
    StateLayout layout = StateLayout.of(network);
    return new StateCheck(false, network.fingerprint(), layout.hash(), layout.recurrent());
  }

  /**
   * Refuses a state of another model.
   *
   * @throws IllegalArgumentException saying what was found in place of what
   */
  void require(KeyState state) {
    if (any) {
      return;
    }
    if (state.fingerprint() != fingerprint) {
      throw new IllegalArgumentException(
          "model: found %016x, expected %016x, the one given by --model"
              .formatted(state.fingerprint(), fingerprint));
    }
    if (state.layout() != layout) {
      throw new IllegalArgumentException(
          "layout: found %08x, expected %08x".formatted(state.layout(), layout));
    }
    if (state.recurrent().length != floats) {
      throw new IllegalArgumentException(
          "recurrent: found %d numbers, expected %d".formatted(state.recurrent().length, floats));
    }
  }
}
