package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.state.History;
import io.flinklstm.state.KeyState;

/**
 * Runs the rows that are remembered of a key through the network, from its initial state: what
 * comes out is the state of a key of which nothing but these rows was ever seen. Only its count of
 * steps goes on. Cold: once per key after a change of model.
 */
final class RememberedReplay {

  private final Network network;
  private final Workspace workspace;
  private final Labels labels; // null where no label is remembered
  private final boolean remembersValues;
  private final float[] values;

  RememberedReplay(Network network, LstmOptions options, boolean remembersValues) {
    this.network = network;
    this.workspace = network.newWorkspace(1);
    this.labels =
        options.emission() instanceof Emission.LabelChange
            ? new Labels(network.description())
            : null;
    this.remembersValues = remembersValues;
    this.values = new float[network.fields()];
  }

  /**
   * Advances a new state by the rows of the one found, and hands over what belongs to the key.
   *
   * @throws IllegalStateException where there is nothing to replay, or rows of another width
   */
  KeyState run(Object key, KeyState found, KeyState state) {
    History rows = found.history();
    require(key, found);
    for (int i = 0; i < rows.size(); i++) {
      step(rows, i, state);
    }
    if (found.sequenceSteps() == 0) {
      Timestep.restart(network, state); // its sequence has ended, and no row says so
    }
    long inSequence = state.sequenceSteps();
    state.restore(found.steps(), found.lastEventTime(), found.hasEventTime());
    state.restoreSequence(found.steps() - inSequence);
    state.timer(found.timer());
    state.restoreHistory(rows);
    return state;
  }

  private void require(Object key, KeyState found) {
    History rows = found.history();
    if (rows.size() == 0) {
      throw new IllegalStateException(
          String.format(
              "key %s: found %s without rows to replay, expected some: history(n) must be chosen"
                  + " before the model changes. Run the model that made it, or choose onModelChange"
                  + " CARRY or RESET",
              key, found));
    }
    if (rows.width() != RememberedRows.width(network)) {
      throw new IllegalStateException(
          String.format(
              "key %s: found rows of %d values to replay, expected %d as model %016x reads. Run the"
                  + " model that made them, or choose onModelChange RESET",
              key, rows.width() - 1, network.fields(), network.fingerprint()));
    }
  }

  private void step(History rows, int i, KeyState state) {
    boolean timed = rows.time(i) != History.UNTIMED;
    if (!timed && network.description().readsTime()) {
      return; // an event like this takes no step
    }
    if (RememberedRows.began(rows, i) && state.sequenceSteps() > 0) {
      Timestep.restart(network, state);
    }
    for (int field = 0; field < values.length; field++) {
      values[field] = rows.value(i, field);
    }
    workspace.set(0, timed ? rows.time(i) : 0, values, state.recurrent(), state.running());
    network.advance(workspace, 1);
    if (workspace.isFinite(0)) {
      settle(state, timed, rows.time(i));
    }
  }

  private void settle(KeyState state, boolean timed, long time) {
    state.round();
    if (timed) {
      state.step(time);
    } else {
      state.step();
    }
    if (labels != null) {
      state.label(labels.of(workspace.outputs(0)));
    }
    if (remembersValues) {
      state.remember(values);
    }
  }
}
