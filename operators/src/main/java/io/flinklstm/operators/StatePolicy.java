package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateLayout;
import java.util.function.Supplier;

/**
 * Decides with which state a key goes on: its own, a new one, or none because the job must fail.
 */
final class StatePolicy {

  private final ModelChange onModelChange;
  private final Supplier<float[]> initial;
  private final StateLayout layout;
  private final long fingerprint;
  private final LstmMetrics metrics;

  StatePolicy(Network network, ModelChange onModelChange, LstmMetrics metrics) {
    this(
        StateLayout.of(network),
        network.fingerprint(),
        network::initialState,
        onModelChange,
        metrics);
  }

  StatePolicy(
      StateLayout layout,
      long fingerprint,
      Supplier<float[]> initial,
      ModelChange onModelChange,
      LstmMetrics metrics) {
    this.onModelChange = onModelChange;
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
    if (onModelChange == ModelChange.FAIL || !found.fits(layout)) {
      throw new IllegalStateException(message(key, found));
    }
    found.carryTo(fingerprint);
    return found;
  }

  /** The state of a key never seen. */
  KeyState newState() {
    return new KeyState(layout, fingerprint, initial.get());
  }

  private String message(Object key, KeyState found) {
    String what =
        String.format(
            "key %s: found %s, expected a state of model %016x, layout %s. ",
            key, found, fingerprint, layout);
    return onModelChange == ModelChange.FAIL
        ? what + "Run the model that made it, or choose onModelChange CARRY or RESET"
        : what + "Only a state of the same layout can be carried; choose onModelChange RESET";
  }
}
