package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flinklstm.core.kernel.KernelChoice;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  private static final LayerDescription.Lstm LSTM = new LayerDescription.Lstm("lstm.", 2, 19, 1);
  private static final LayerDescription.Linear HEAD =
      new LayerDescription.Linear("fc.", 19, 1, LayerDescription.Activation.IDENTITY);

  @Test
  void aTensorOfTheWrongShapeIsRefusedByName() {
    Map<String, Tensor> tensors = Networks.weights(LSTM, 1);
    tensors.put(
        "lstm.weight_hh_l0",
        new Tensor("lstm.weight_hh_l0", new int[] {76, 18}, new float[76 * 18]));
    assertThatThrownBy(() -> Network.of(Networks.describe(LSTM), tensors, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lstm.weight_hh_l0")
        .hasMessageContaining("[76, 18]")
        .hasMessageContaining("[76, 19]");
  }

  @Test
  void aMissingTensorIsNamedAndWhatIsThereIsListed() {
    Map<String, Tensor> tensors = Networks.weights(LSTM, 1);
    tensors.remove("lstm.weight_ih_l0");
    assertThatThrownBy(() -> Network.of(Networks.describe(LSTM), tensors, 1))
        .hasMessageContaining("tensor lstm.weight_ih_l0 is missing")
        .hasMessageContaining("lstm.weight_hh_l0");
  }

  @Test
  void withoutLayersAStepKeepsTheStateAndGivesOutWhatItHolds() {
    Network network =
        Network.of(Networks.describe(LSTM), Networks.weights(LSTM, 1), 1).withoutLayers();
    float[] state = Networks.uniform(new Random(1), network.recurrentFloats(), 1);
    float[] before = state.clone();
    Workspace w = network.newWorkspace(1);
    w.set(0, 0, new float[] {1, 2}, state, new double[0]);
    network.advance(w, 1);
    assertThat(state).isEqualTo(before);
    assertThat(w.outputs(0)).isEqualTo(Arrays.copyOf(before, 19));
  }

  @Test
  void layersThatDoNotFitTogetherAreRefused() {
    LayerDescription wide =
        new LayerDescription.Linear("fc.", 20, 1, LayerDescription.Activation.IDENTITY);
    assertThatThrownBy(
            () -> Network.of(Networks.describe(LSTM, wide), Networks.weights(LSTM, 1), 1))
        .hasMessageContaining("layer fc.: found input 20, expected 19");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aStepThatIsNotFiniteLeavesItsKeyAndTheOthersAlone(float bad) {
    Network network = forecaster();
    float[][] good = {{100, 3}, {7, 5}, {9, 2}, {1, 1}, {20, 9}};
    Workspace w = network.newWorkspace(5);
    float[][] state = new float[5][network.recurrentFloats()];
    double[][] running = new double[5][network.runningNumbers()];
    advance(network, w, good, state, running);
    float[][] stateBefore = copy(state);
    double[] runningBefore = running[2].clone();

    good[2] = new float[] {1, bad};
    advance(network, w, good, state, running);

    assertThat(w.isFinite(2)).isFalse();
    assertThat(state[2]).isEqualTo(stateBefore[2]);
    assertThat(running[2]).isEqualTo(runningBefore);
    float[][] alone = {stateBefore[3].clone()};
    assertThat(w.isFinite(3)).isTrue();
    assertThat(alone[0]).isNotEqualTo(state[3]);
  }

  @Test
  void whatWasForecastIsJudgedAtTheNextEvent() {
    Network network = forecaster();
    Workspace w = network.newWorkspace(1);
    float[][] state = {network.initialState()};
    double[][] running = {new double[network.runningNumbers()]};
    advance(network, w, new float[][] {{10, 1}}, state, running);
    assertThat(w.expected(0)).containsExactly(Float.NaN);
    assertThat(w.error(0)).isZero();
    float forecast = w.outputs(0)[0];

    advance(network, w, new float[][] {{12, 1}}, state, running);

    assertThat(w.expected(0)).containsExactly(forecast);
    assertThat(w.error(0)).isCloseTo(Math.abs(12.0 - forecast) / 4, within(1e-6));
    assertThat(w.score(0)).isEqualTo(0.25);
  }

  static Stream<Network> cellsOfEveryKind() {
    return Stream.concat(
        Stream.of(forecaster()),
        Cells.all(2, 19).stream()
            .map(
                layer ->
                    Networks.on(
                        KernelChoice.ofThisJvm().kernels(), Networks.weights(layer, 0.5f), layer)));
  }

  @ParameterizedTest
  @MethodSource("cellsOfEveryKind")
  void advanceAllocatesNothing(Network network) {
    int rows = 13;
    Workspace w = network.newWorkspace(rows);
    float[][] values = new float[rows][];
    float[][] state = Networks.initialStates(network, rows);
    double[][] running = new double[rows][network.runningNumbers()];
    Random random = new Random(3);
    for (int r = 0; r < rows; r++) {
      values[r] = Networks.uniform(random, 2, 5);
    }
    for (int i = 0; i < 30_000; i++) {
      advance(network, w, values, state, running);
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      advance(network, w, values, state, running);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes in 1000 waves").isLessThan(1_000);
  }

  private static void advance(
      Network network, Workspace w, float[][] values, float[][] state, double[][] running) {
    for (int r = 0; r < values.length; r++) {
      w.set(r, 1_000, values[r], state[r], running[r]);
    }
    network.advance(w, values.length);
  }

  private static float[][] copy(float[][] rows) {
    float[][] copy = new float[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      copy[r] = rows[r].clone();
    }
    return copy;
  }

  static Network forecaster() {
    return forecaster(1);
  }

  static Network forecaster(int ahead) {
    Map<String, Tensor> tensors = Networks.weights(LSTM, 0.5f);
    Networks.put(tensors, new Random(1), 0.5f, "fc.weight", 1, 19);
    ModelDescription description =
        new ModelDescription(
            "forecaster",
            Task.ANOMALY,
            List.of(
                new Feature(
                    "load", new Feature.Source.Field(), new Feature.Scaling.Standard(10, 4)),
                new Feature("level", new Feature.Source.Field(), new Feature.Scaling.Running(10))),
            List.of(LSTM, HEAD),
            List.of(new Output("next", Optional.of("load"), Output.Form.CHANGE, ahead)),
            scorer(ahead),
            Map.of());
    return Network.of(description, tensors, 1);
  }

  private static Optional<ScorerDescription> scorer(int ahead) {
    return ahead == 1
        ? Optional.of(new ScorerDescription(3, 100, 10, 0.25, OptionalDouble.empty()))
        : Optional.empty();
  }
}
