package io.flinklstm.models.parity;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.models.format.ModelFormatException;
import java.util.Arrays;

/**
 * Sequences run through {@link Network#advance}.
 *
 * @param outputs (sequence, step, unit) flat, for every step
 * @param states each sequence's state after its last step
 */
record Run(float[] outputs, float[][] states) {

  /** One sequence after the other, one step at a time. */
  static Run stepByStep(Network network, float[][][] rows, float[][] initial) {
    Workspace workspace = network.newWorkspace(1);
    Run run = start(network, rows, initial);
    for (int b = 0; b < rows.length; b++) {
      for (int t = 0; t < rows[b].length; t++) {
        workspace.set(0, t, rows[b][t], run.states[b], new double[network.runningNumbers()]);
        network.advance(workspace, 1);
        run.take(network, workspace, 0, b, t, rows[b].length);
      }
    }
    return run;
  }

  /** All sequences together, as the operator gathers events of different keys. */
  static Run waves(Network network, float[][][] rows, float[][] initial) {
    Workspace workspace = network.newWorkspace(rows.length);
    Run run = start(network, rows, initial);
    for (int t = 0; t < rows[0].length; t++) {
      for (int b = 0; b < rows.length; b++) {
        workspace.set(b, t, rows[b][t], run.states[b], new double[network.runningNumbers()]);
      }
      network.advance(workspace, rows.length);
      for (int b = 0; b < rows.length; b++) {
        run.take(network, workspace, b, b, t, rows[b].length);
      }
    }
    return run;
  }

  private static Run start(Network network, float[][][] rows, float[][] initial) {
    float[][] states = new float[rows.length][];
    Arrays.setAll(states, b -> initial[b].clone());
    return new Run(new float[rows.length * rows[0].length * network.outputs()], states);
  }

  private void take(Network network, Workspace workspace, int row, int sequence, int t, int steps) {
    if (!workspace.isFinite(row)) {
      throw new ModelFormatException(
          "recording: step " + t + " of sequence " + sequence,
          "an input or a result that is not finite",
          "finite numbers");
    }
    int width = network.outputs();
    System.arraycopy(workspace.outputs(row), 0, outputs, (sequence * steps + t) * width, width);
  }

  /** The outputs of each sequence's last step alone. */
  float[] lastSteps(int sequences, int width) {
    int steps = outputs.length / sequences / width;
    float[] last = new float[sequences * width];
    for (int b = 0; b < sequences; b++) {
      System.arraycopy(outputs, (b * steps + steps - 1) * width, last, b * width, width);
    }
    return last;
  }

  boolean sameBits(Run other) {
    return Arrays.equals(outputs, other.outputs) && Arrays.deepEquals(states, other.states);
  }
}
