package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.Workspace;
import io.flinklstm.operators.result.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the operator must equal to the bit: every event on its own, in a plain map of arrays. */
final class OneAtATime {

  private final Network network;
  private final Workspace workspace;
  private final Map<String, float[]> recurrent = new HashMap<>();
  private final Map<String, double[]> running = new HashMap<>();
  private final Map<String, Long> steps = new HashMap<>();

  OneAtATime(NetworkSource model) {
    network = model.load();
    workspace = network.newWorkspace(1);
  }

  static List<Prediction<Reading>> run(NetworkSource model, List<Reading> readings) {
    OneAtATime plain = new OneAtATime(model);
    List<Prediction<Reading>> predictions = new ArrayList<>();
    for (Reading reading : readings) {
      plain.step(reading).ifPresent(predictions::add);
    }
    return predictions;
  }

  /** The result of a step, if it was finite. */
  Optional<Prediction<Reading>> step(Reading reading) {
    float[] h =
        recurrent.computeIfAbsent(reading.sensor, k -> new float[network.recurrentFloats()]);
    double[] n = running.computeIfAbsent(reading.sensor, k -> new double[network.runningNumbers()]);
    workspace.set(0, reading.time, new float[] {reading.a, reading.b}, h, n);
    network.advance(workspace, 1);
    if (!workspace.isFinite(0)) {
      return Optional.empty();
    }
    long step = steps.merge(reading.sensor, 1L, Long::sum);
    return Optional.of(
        new Prediction<>(
            reading,
            step,
            step,
            true,
            workspace.outputs(0).clone(),
            "",
            workspace.expected(0).clone(),
            workspace.error(0),
            workspace.score(0),
            network.fingerprint()));
  }
}
