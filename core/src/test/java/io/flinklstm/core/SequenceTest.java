package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where one sequence of a key ends and the next begins. */
class SequenceTest {

  private final Network network = NetworkTest.forecaster();
  private final Workspace workspace = network.newWorkspace(1);
  private final float[] recurrent = network.initialState();
  private final double[] running = new double[network.runningNumbers()];

  private static float[] step(
      Network network, Workspace w, float[] values, float[] recurrent, double[] running) {
    w.set(0, 1_000, values, recurrent, running);
    network.advance(w, 1);
    return w.outputs(0).clone();
  }

  @Test
  void aRestartedKeyHasNoMemoryOfTheSequenceBefore() {
    step(network, workspace, new float[] {10, 1}, recurrent, running);
    step(network, workspace, new float[] {12, 5}, recurrent, running);
    network.restart(recurrent, running);
    assertThat(recurrent).isEqualTo(network.initialState());
    step(network, workspace, new float[] {14, 1}, recurrent, running);
    assertThat(workspace.expected(0)).containsExactly(Float.NaN);
    assertThat(workspace.error(0)).isZero();
  }

  @Test
  void aRestartedKeyKeepsWhatItsScalingHasLearned() {
    step(network, workspace, new float[] {10, 1}, recurrent, running);
    double count = running[0];
    network.restart(recurrent, running);
    assertThat(running[0]).isEqualTo(count).isEqualTo(1);
  }

  @Test
  void theForecastOfAFieldIsWhatItsOutputForetold() {
    assertThat(network.forecastOf(0, running)).isNaN();
    float[] outputs = step(network, workspace, new float[] {10, 1}, recurrent, running);
    assertThat(network.forecastOf(0, running)).isEqualTo(outputs[0]);
    assertThat(network.forecastOf(1, running)).as("no output foretells it").isNaN();
    network.restart(recurrent, running);
    assertThat(network.forecastOf(0, running)).isNaN();
  }

  @Test
  void aForecastFurtherAheadIsInRawUnitsAndNotJudgedByTheNextEvent() {
    Network further = NetworkTest.forecaster(24);
    double[] numbers = new double[further.runningNumbers()];
    float[] state = further.initialState();
    Workspace w = further.newWorkspace(1);
    float[] same = step(network, workspace, new float[] {10, 1}, recurrent, running);
    assertThat(step(further, w, new float[] {10, 1}, state, numbers)).isEqualTo(same);
    step(further, w, new float[] {99, 1}, state, numbers);
    assertThat(w.expected(0)).containsExactly(Float.NaN);
    assertThat(w.error(0)).isZero();
    assertThat(w.score(0)).isNaN();
    assertThat(further.forecastOf(0, numbers)).isNaN();
  }
}
