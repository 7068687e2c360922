package io.flinklstm.models.parity;

import io.flinklstm.core.Network;
import io.flinklstm.core.WindowNetwork;
import io.flinklstm.core.Workspace;
import io.flinklstm.models.format.ModelFormatException;
import java.util.Arrays;

/**
 * Sequences run through {@link Network#advance} or {@link WindowNetwork#run(float[][], long[])}.
 *
 * @param outputs (sequence, step, unit)
 * @param states each sequence's state after its last step
 */
record Run(float[][][] outputs, float[][] states) {

  /** One sequence after the other, one step at a time. */
  static Run stepByStep(Network network, float[][][] rows, float[][] initial) {
    Workspace workspace = network.newWorkspace(1);
    Run run = start(rows, initial);
    for (int b = 0; b < rows.length; b++) {
      for (int t = 0; t < rows[b].length; t++) {
        workspace.set(0, t, rows[b][t], run.states[b], new double[network.runningNumbers()]);
        network.advance(workspace, 1);
        run.take(workspace, 0, b, t);
      }
    }
    return run;
  }

  /** All sequences together, as the operator gathers events of different keys. */
  static Run waves(Network network, float[][][] rows, float[][] initial) {
    Workspace workspace = network.newWorkspace(rows.length);
    Run run = start(rows, initial);
    int[] sequence = new int[rows.length]; // by row of the wave
    for (int t = 0; t < run.steps(); t++) {
      int wave = 0;
      for (int b = 0; b < rows.length; b++) {
        if (t < rows[b].length) {
          workspace.set(wave, t, rows[b][t], run.states[b], new double[network.runningNumbers()]);
          sequence[wave++] = b;
        }
      }
      network.advance(workspace, wave);
      for (int r = 0; r < wave; r++) {
        run.take(workspace, r, sequence[r], t);
      }
    }
    return run;
  }

  /** Each sequence as a window of its own. */
  static Run oneByOne(WindowNetwork network, float[][][] rows) {
    Run run = new Run(new float[rows.length][][], new float[rows.length][]);
    for (int b = 0; b < rows.length; b++) {
      Run one = sideBySide(network, new float[][][] {rows[b]});
      run.outputs[b] = one.outputs[0];
      run.states[b] = one.states[0];
    }
    return run;
  }

  /** All sequences as windows side by side. */
  static Run sideBySide(WindowNetwork network, float[][][] rows) {
    long[][] times = new long[rows.length][];
    Arrays.setAll(times, b -> new long[rows[b].length]);
    float[][] states = new float[rows.length][];
    Run run = new Run(network.run(rows, times, states), states);
    for (int b = 0; b < rows.length; b++) {
      for (int t = 0; t < run.outputs[b].length; t++) {
        requireFinite(run.outputs[b][t], b, t);
      }
    }
    return run;
  }

  private static Run start(float[][][] rows, float[][] initial) {
    float[][] states = new float[rows.length][];
    Arrays.setAll(states, b -> initial[b].clone());
    float[][][] outputs = new float[rows.length][][];
    Arrays.setAll(outputs, b -> new float[rows[b].length][]);
    return new Run(outputs, states);
  }

  private void take(Workspace workspace, int row, int sequence, int t) {
    if (!workspace.isFinite(row)) {
      throw notFinite(sequence, t);
    }
    outputs[sequence][t] = workspace.outputs(row).clone();
  }

  private static void requireFinite(float[] row, int sequence, int t) {
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw notFinite(sequence, t);
      }
    }
  }

  private static ModelFormatException notFinite(int sequence, int t) {
    return new ModelFormatException(
        "recording: step " + t + " of sequence " + sequence,
        "an input or a result that is not finite",
        "finite numbers");
  }

  /** Steps of the longest sequence's outputs. */
  int steps() {
    return Arrays.stream(outputs).mapToInt(rows -> rows.length).max().orElse(0);
  }

  /** All outputs as (sequence, step, unit); 0 after a shorter sequence's end. */
  float[] flat(int width) {
    float[] flat = new float[outputs.length * steps() * width];
    for (int b = 0; b < outputs.length; b++) {
      for (int t = 0; t < outputs[b].length; t++) {
        System.arraycopy(outputs[b][t], 0, flat, (b * steps() + t) * width, width);
      }
    }
    return flat;
  }

  /** This run with each sequence's last outputs alone. */
  Run last() {
    float[][][] last = new float[outputs.length][][];
    Arrays.setAll(last, b -> new float[][] {outputs[b][outputs[b].length - 1]});
    return new Run(last, states);
  }

  boolean sameBits(Run other) {
    return Arrays.deepEquals(outputs, other.outputs) && Arrays.deepEquals(states, other.states);
  }
}
