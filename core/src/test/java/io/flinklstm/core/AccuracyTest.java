package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flinklstm.core.LayerDescription.Activation;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Results against the same equations in float64. */
class AccuracyTest {

  private static final double TOLERANCE = 1e-6;
  private static final int INPUTS = 5;

  static Stream<LayerDescription> cells() {
    return Stream.concat(Cells.all(INPUTS, 13).stream(), Cells.all(INPUTS, 32).stream());
  }

  static Stream<LayerDescription> narrowCells() {
    return Cells.all(INPUTS, 13).stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyCellFollowsItsEquations(LayerDescription layer) {
    float range = (float) (1 / Math.sqrt(layer.output()));
    Map<String, Tensor> tensors = Networks.weights(layer, range);
    assertThat(largestError(tensors, 200, layer)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("narrowCells")
  void errorsOfContractiveCellsDoNotGrowOverTenThousandSteps(LayerDescription layer) {
    Map<String, Tensor> tensors =
        Networks.weights(layer, (float) (0.5 / Math.sqrt(layer.output())));
    assertThat(largestError(tensors, 10_000, layer)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource
  void headsFollowTheirEquations(Activation activation) {
    LayerDescription head = new LayerDescription.Linear("fc.", INPUTS, 7, activation);
    Map<String, Tensor> tensors = Networks.weights(head, 1);
    assertThat(largestError(tensors, 200, head)).isLessThan(1e-5);
  }

  @Test
  void aMixedStackFollowsItsEquations() {
    LayerDescription[] layers = {
      new LayerDescription.Gru("g.", INPUTS, 13, 1, GruOptions.plain(GruOptions.Reset.AFTER)),
      new LayerDescription.Linear("mid.", 13, 9, Activation.RELU),
      new LayerDescription.Lstm("l.", 9, 21, 2),
      new LayerDescription.Linear("fc.", 21, 4, Activation.SOFTMAX)
    };
    Map<String, Tensor> tensors = Networks.weights(layers[0], 0.3f);
    for (LayerDescription layer : layers) {
      tensors.putAll(Networks.weights(layer, 0.3f));
    }
    assertThat(largestError(tensors, 500, layers)).isLessThan(TOLERANCE);
  }

  @Test
  void embeddingsNormsAndOneHotsChangeTheirColumns() {
    LayerDescription[] layers = {
      new LayerDescription.Embedding("e.", 3, 1, 4, 2),
      new LayerDescription.OneHot(4, 0, 3, true),
      new LayerDescription.BatchNorm("b.", 6, 1e-3f)
    };
    Map<String, Tensor> tensors = Networks.weights(layers[0], 1);
    tensors.put("b.running_mean", new Tensor("m", new int[] {6}, new float[] {1, 0, 0, 0, 0, 2}));
    tensors.put("b.running_var", new Tensor("v", new int[] {6}, new float[] {1, 1, 1, 1, 1, 4}));
    Network network = Network.of(Networks.describe(layers), tensors, 1);
    float[] table = tensors.get("e.weight").values();
    float[][][] y = Networks.run(network, new float[][][] {{{2, 3, 5}}}, new float[1][0]);
    double one = 1 / Math.sqrt(1.001);
    double[] expected = {-one, 0, one, table[6] * one, table[7] * one, 3 / Math.sqrt(4.001)};
    for (int j = 0; j < 6; j++) {
      assertThat((double) y[0][0][j]).isCloseTo(expected[j], within(TOLERANCE));
    }
  }

  @Test
  void anUnknownIdIsRefusedLikeAnInputThatIsNotFinite() {
    LayerDescription[] layers = {
      new LayerDescription.Embedding("e.", 1, 0, 4, 2), new LayerDescription.Lstm("l.", 2, 3, 1)
    };
    Map<String, Tensor> tensors = Networks.weights(layers[0], 1);
    tensors.putAll(Networks.weights(layers[1], 1));
    Network network = Network.of(Networks.describe(layers), tensors, 1);
    Workspace w = network.newWorkspace(4);
    float[] ids = {3, 4, -1, 0.5f};
    float[][] states = Networks.initialStates(network, 4);
    for (int r = 0; r < 4; r++) {
      w.set(r, 0, new float[] {ids[r]}, states[r], new double[0]);
    }
    network.advance(w, 4);
    assertThat(w.isFinite(0)).isTrue();
    for (int r = 1; r < 4; r++) {
      assertThat(w.isFinite(r)).isFalse();
      assertThat(states[r]).isEqualTo(network.initialState());
    }
  }

  @Test
  void layerNormCentresAndScalesEachRow() {
    LayerDescription norm = new LayerDescription.LayerNorm("n.", 3, 1e-5f);
    Network network = Network.of(Networks.describe(norm), Map.of(), 1);
    float[][][] y = Networks.run(network, new float[][][] {{{1, 2, 6}}}, new float[1][0]);
    double deviation = Math.sqrt(14 / 3.0 + 1e-5);
    double[] expected = {-2 / deviation, -1 / deviation, 3 / deviation};
    for (int j = 0; j < 3; j++) {
      assertThat((double) y[0][0][j]).isCloseTo(expected[j], within(TOLERANCE));
    }
  }

  private static double largestError(
      Map<String, Tensor> tensors, int steps, LayerDescription... layers) {
    Network network = Network.of(Networks.describe(layers), tensors, 1);
    Float64Network exact = new Float64Network(tensors, layers);
    Workspace w = network.newWorkspace(1);
    float[] state = network.initialState();
    Random random = new Random(11);
    double largest = 0;
    for (int t = 0; t < steps; t++) {
      float[] x = new float[INPUTS];
      double[] wide = new double[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        x[i] = (float) random.nextGaussian();
        wide[i] = x[i];
      }
      w.set(0, 0, x, state, new double[0]);
      network.advance(w, 1);
      double[] expected = exact.advance(wide);
      for (int j = 0; j < expected.length; j++) {
        double error = Math.abs(w.outputs(0)[j] - expected[j]);
        largest = Math.max(largest, error / Math.max(1, Math.abs(expected[j])));
      }
    }
    return largest;
  }
}
