package io.flinklstm.operators;

import io.flinklstm.core.WindowNetwork;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.Rejected.Reason;
import io.flinklstm.operators.result.WindowResult;
import io.flinklstm.state.History;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Closed windows that wait to be run side by side. */
final class WindowWave<T> {

  private final WindowNetwork network;
  private final LstmMetrics metrics;
  private final int most;
  private final List<Window<T>> windows = new ArrayList<>();

  WindowWave(WindowNetwork network, int most, LstmMetrics metrics) {
    this.network = network;
    this.most = most;
    this.metrics = metrics;
  }

  /**
   * One closed window.
   *
   * @param result takes the {@code WindowResult}, or the {@code Rejected} of what is not finite
   */
  private record Window<T>(
      T event, long step, float[][] rows, long[] times, Consumer<Object> result) {}

  /** Takes a copy of the rows; runs what waits where that is enough for a wave. */
  void add(T event, long step, History history, Consumer<Object> result) {
    float[][] rows = new float[history.size()][];
    long[] times = new long[rows.length];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = history.row(t);
      times[t] = history.time(t);
    }
    windows.add(new Window<>(event, step, rows, times, result));
    if (windows.size() == most) {
      run();
    }
  }

  /** Runs all that wait. */
  void run() {
    if (windows.isEmpty()) {
      return;
    }
    float[][][] values = new float[windows.size()][][];
    long[][] times = new long[values.length][];
    for (int w = 0; w < values.length; w++) {
      values[w] = windows.get(w).rows();
      times[w] = windows.get(w).times();
    }
    long start = System.nanoTime();
    float[][][] outputs = network.run(values, times);
    metrics.wave(values.length, System.nanoTime() - start);
    for (int w = 0; w < values.length; w++) {
      Window<T> window = windows.get(w);
      window.result().accept(result(window, outputs[w]));
    }
    windows.clear();
  }

  private Object result(Window<T> window, float[][] outputs) {
    for (float[] row : outputs) {
      for (float value : row) {
        if (!Float.isFinite(value)) {
          return new Rejected<>(
              window.event(),
              Reason.NON_FINITE_STEP,
              "found values so large that the outputs of the key's window of "
                  + window.rows().length
                  + " events up to step "
                  + window.step()
                  + " are not finite");
        }
      }
    }
    return new WindowResult<>(
        window.event(), window.step(), window.rows().length, outputs, network.fingerprint());
  }
}
