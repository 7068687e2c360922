package io.flinklstm.jobs.audit;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.jobs.record.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results as one thread computes them, one event at a time, without Flink. */
final class Recomputation {

  private final Network network;
  private final Workspace workspace;
  private final Map<String, Key> keys = new HashMap<>();

  Recomputation(Network network) {
    this.network = network;
    this.workspace = network.newWorkspace(1);
  }

  /** The next result of the event's key; empty where the step is not finite. */
  Optional<Result> next(Event event) {
    Key key = keys.computeIfAbsent(event.key(), name -> new Key(network));
    workspace.set(0, event.time(), event.values(), key.recurrent, key.running);
    network.advance(workspace, 1);
    return workspace.isFinite(0) ? Optional.of(result(event, ++key.steps)) : Optional.empty();
  }

  private Result result(Event event, long step) {
    return new Result(
        event.key(),
        event.time(),
        step,
        finite(workspace.outputs(0)),
        finite(workspace.expected(0)),
        finite(workspace.error(0)),
        finite(workspace.score(0)),
        HexFormat.of().toHexDigits(network.fingerprint()),
        event.origin().topic(),
        event.origin().partition(),
        event.origin().offset());
  }

  private static List<Float> finite(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(Float.isFinite(value) ? value : null);
    }
    return list;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static final class Key {
    private final float[] recurrent;
    private final double[] running;
    private long steps;

    Key(Network network) {
      recurrent = network.initialState();
      running = new double[network.runningNumbers()];
    }
  }
}
