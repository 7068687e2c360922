package io.flinklstm.jobs.surgery;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.Workspace;
import io.flinklstm.operators.LstmState;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateLayout;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;

/**
 * Advances a key by each of its timesteps, as the operator does where nothing is chosen: every key
 * is one sequence, and of a step that is not finite nothing stays.
 */
final class HistoryWriter
    extends KeyedStateBootstrapFunction<String, Tuple4<String, Boolean, Long, float[]>> {

  private static final long serialVersionUID = 1;

  private final NetworkSource model;
  private transient Network network;
  private transient Workspace workspace;
  private transient StateLayout layout;
  private transient ValueState<KeyState> states;
  private transient long refused;

  HistoryWriter(NetworkSource model) {
    this.model = model;
  }

  @Override
  public void open(OpenContext context) {
    network = model.load();
    workspace = network.newWorkspace(1);
    layout = StateLayout.of(network);
    states = getRuntimeContext().getState(LstmState.descriptor());
  }

  @Override
  public void processElement(Tuple4<String, Boolean, Long, float[]> step, Context context)
      throws Exception {
    KeyState state = states.value();
    if (state == null) {
      state = new KeyState(layout, network.fingerprint(), network.initialState());
    }
    workspace.set(0, step.f2, step.f3, state.recurrent(), state.running());
    network.advance(workspace, 1);
    if (!workspace.isFinite(0)) {
      refused++;
      return;
    }
    if (step.f1) {
      state.step(step.f2);
    } else {
      state.step();
    }
    states.update(state);
  }

  @Override
  public void close() {
    if (refused > 0) {
      System.err.printf("%,d rows refused, for their step was not finite%n", refused);
    }
  }
}
