package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.operators.LstmOptions.Memory;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateEncoding;
import io.flinklstm.state.StateLayout;
import java.util.function.Supplier;

/**
 * Decides with which state a key goes on: its own, a new one, or none because the job must fail.
 */
final class StatePolicy {

  private final ModelChange onModelChange;
  private final StateEncoding encoding;
  private final Supplier<float[]> initial;
  private final StateLayout layout;
  private final long fingerprint;
  private final RememberedReplay replay; // null where nothing is replayed
  private final LstmMetrics metrics;

  /** The policy for the states that a network advances. */
  static StatePolicy of(
      Network network, LstmOptions options, boolean remembersValues, LstmMetrics metrics) {
    Memory memory = options.memory();
    return new StatePolicy(
        StateLayout.of(network),
        network.fingerprint(),
        network::initialState,
        memory,
        memory.onModelChange() == ModelChange.REPLAY
            ? new RememberedReplay(network, options, remembersValues)
            : null,
        metrics);
  }

  StatePolicy(
      StateLayout layout,
      long fingerprint,
      Supplier<float[]> initial,
      Memory memory,
      RememberedReplay replay,
      LstmMetrics metrics) {
    this.onModelChange = memory.onModelChange();
    this.encoding = memory.encoding();
    this.replay = replay;
    this.initial = initial;
    this.layout = layout;
    this.fingerprint = fingerprint;
    this.metrics = metrics;
  }

  /**
   * The state to advance.
   *
   * @param found what is remembered of the key, null for nothing
   */
  KeyState apply(Object key, KeyState found) {
    KeyState state = choose(key, found);
    if (state.encoding() != encoding) {
      state.encodeAs(encoding);
    }
    return state;
  }

  private KeyState choose(Object key, KeyState found) {
    if (found == null) {
      return newState();
    }
    if (found.fingerprint() == fingerprint && found.fits(layout)) {
      return found;
    }
    if (onModelChange == ModelChange.RESET) {
      metrics.reset(ResetCause.MODEL_CHANGE);
      return newState();
    }
    if (onModelChange == ModelChange.REPLAY) {
      KeyState replayed = replay.run(key, found, newState());
      metrics.reset(ResetCause.REPLAYED);
      return replayed;
    }
    if (onModelChange == ModelChange.FAIL || !found.fits(layout)) {
      throw new IllegalStateException(message(key, found));
    }
    found.carryTo(fingerprint);
    return found;
  }

  /** The state of a key never seen. */
  KeyState newState() {
    KeyState state = new KeyState(layout, fingerprint, initial.get());
    state.encodeAs(encoding);
    return state;
  }

  /** Whether a key's sequence goes on from what was found to the state that was applied. */
  boolean goesOn(KeyState found, KeyState applied) {
    return applied == found || replay != null;
  }

  private String message(Object key, KeyState found) {
    String what =
        String.format(
            "key %s: found %s, expected a state of model %016x, layout %s. ",
            key, found, fingerprint, layout);
    return onModelChange == ModelChange.FAIL
        ? what + "Run the model that made it, or choose onModelChange REPLAY, CARRY or RESET"
        : what
            + "Only a state of the same layout can be carried; choose onModelChange RESET or REPLAY";
  }
}
