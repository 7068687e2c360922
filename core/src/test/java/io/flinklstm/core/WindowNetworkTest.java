package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.LayerDescription.Merge;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowNetworkTest {

  private static final int STEPS = 12;
  private static final double TOLERANCE = 1e-6;

  private final float[][] window = window();

  @Test
  void aCausalNetworkGivesTheBitsOfStepByStep() {
    for (LayerDescription layer : Cells.all(3, 13)) {
      Map<String, Tensor> tensors = Networks.weights(layer, 0.5f);
      Network stepwise = Network.of(Networks.describe(layer), tensors, 1);
      float[][][] x = new float[STEPS][1][];
      for (int t = 0; t < STEPS; t++) {
        x[t][0] = window[t];
      }
      float[][] states = Networks.initialStates(stepwise, 1);
      float[][][] expected = Networks.run(stepwise, x, states);
      float[][] ends = new float[1][];
      float[][] found =
          WindowNetwork.of(Networks.describe(layer), tensors)
              .run(new float[][][] {window}, new long[1][STEPS], ends)[0];
      assertThat(ends[0]).isEqualTo(states[0]);
      for (int t = 0; t < STEPS; t++) {
        assertThat(found[t]).isEqualTo(expected[t][0]);
      }
    }
  }

  @Test
  void steppingAModelThatNeedsTheFutureIsRefusedNamingTheWindow() {
    LayerDescription both = bidirectional(Merge.CONCAT, false);
    assertThatThrownBy(() -> Network.of(Networks.describe(both), Networks.weights(both, 1), 1))
        .hasMessageContaining("one event at a time")
        .hasMessageContaining("WindowNetwork");
  }

  @ParameterizedTest
  @EnumSource
  void theTwoDirectionsAreTheOneDirectionRunBothWaysAndMerged(Merge merge) {
    LayerDescription both = bidirectional(merge, false);
    Map<String, Tensor> tensors = Networks.weights(both, 0.5f);
    LayerDescription one = new LayerDescription.Lstm("a.", 3, 13, 1);
    float[][] forward = run(tensors, one);
    float[][] backward = run(backwardOnly(tensors), new LayerDescription.Reverse(one, true));
    float[][] found = run(tensors, both);
    for (int t = 0; t < STEPS; t++) {
      for (int j = 0; j < 13; j++) {
        float f = forward[t][j];
        float b = backward[t][j];
        float first =
            switch (merge) {
              case CONCAT -> f;
              case SUM -> f + b;
              case AVERAGE -> 0.5f * (f + b);
              case PRODUCT -> f * b;
            };
        assertThat(found[t][j]).isEqualTo(first);
        if (merge == Merge.CONCAT) {
          assertThat(found[t][13 + j]).isEqualTo(b);
        }
      }
    }
  }

  @Test
  void theFinalOutputOfBothDirectionsTakesTheBackwardOneFromTheBeginning() {
    Map<String, Tensor> tensors = Networks.weights(bidirectional(Merge.CONCAT, false), 0.5f);
    float[][] all = run(tensors, bidirectional(Merge.CONCAT, false));
    float[][] last = run(tensors, bidirectional(Merge.CONCAT, true));
    assertThat(last).hasDimensions(1, 26);
    for (int j = 0; j < 13; j++) {
      assertThat(last[0][j]).isEqualTo(all[STEPS - 1][j]);
      assertThat(last[0][13 + j]).isEqualTo(all[0][13 + j]);
    }
  }

  @Test
  void goBackwardsGivesItsOutputsInTheOrderTheyWereMade() {
    LayerDescription one = new LayerDescription.Lstm("a.", 3, 13, 1);
    Map<String, Tensor> tensors = Networks.weights(one, 0.5f);
    float[][] inOrder = run(tensors, new LayerDescription.Reverse(one, true));
    float[][] asMade = run(tensors, new LayerDescription.Reverse(one, false));
    for (int t = 0; t < STEPS; t++) {
      assertThat(asMade[t]).isEqualTo(inOrder[STEPS - 1 - t]);
    }
  }

  @Test
  void anAutoencoderDecodesWhatTheWindowLeft() {
    LayerDescription[] layers = {
      new LayerDescription.Lstm("enc.", 3, 13, 1),
      new LayerDescription.LastStep(13),
      new LayerDescription.Repeat(13, 5),
      new LayerDescription.Lstm("dec.", 13, 7, 1),
      new LayerDescription.Linear("out.", 7, 3, Activation.IDENTITY)
    };
    Map<String, Tensor> tensors = new HashMap<>();
    for (LayerDescription layer : layers) {
      tensors.putAll(Networks.weights(layer, 0.5f));
    }
    float[][] found = run(tensors, layers);

    Float64Network encoder = new Float64Network(tensors, layers[0]);
    Float64Network decoder = new Float64Network(tensors, layers[3], layers[4]);
    double[] code = new double[0];
    for (float[] row : window) {
      code = encoder.advance(new double[] {row[0], row[1], row[2]});
    }
    assertThat(found).hasDimensions(5, 3);
    for (float[] row : found) {
      double[] expected = decoder.advance(code);
      for (int j = 0; j < 3; j++) {
        assertThat((double) row[j]).isCloseTo(expected[j], within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 13, 17, 33})
  void windowsSideBySideGiveTheBitsOfEachAlone(int windows) {
    LayerDescription[] decoder = {
      new LayerDescription.Reverse(new LayerDescription.Lstm("enc.", 3, 13, 2), false),
      new LayerDescription.LastStep(13),
      new LayerDescription.Repeat(13, 5),
      new LayerDescription.Lstm("dec.", 13, 7, 1),
      new LayerDescription.Linear("out.", 7, 3, Activation.IDENTITY)
    };
    for (LayerDescription[] layers :
        new LayerDescription[][] {
          {bidirectional(Merge.CONCAT, false)}, {bidirectional(Merge.PRODUCT, true)}, decoder
        }) {
      Map<String, Tensor> tensors = new HashMap<>();
      for (LayerDescription layer : layers) {
        tensors.putAll(Networks.weights(layer, 0.5f));
      }
      WindowNetwork network = WindowNetwork.of(Networks.describe(layers), tensors);
      Random random = new Random(windows);
      float[][][] x = new float[windows][][];
      long[][] times = new long[windows][];
      for (int w = 0; w < windows; w++) {
        times[w] = new long[1 + random.nextInt(19)];
        x[w] = new float[times[w].length][];
        for (int t = 0; t < times[w].length; t++) {
          x[w][t] = Networks.uniform(random, 3, 2);
        }
      }
      float[][][] found = network.run(x, times);
      for (int w = 0; w < windows; w++) {
        assertThat(found[w]).isDeepEqualTo(network.run(x[w], times[w]));
      }
    }
  }

  @Test
  void repeatingASequenceIsRefused() {
    LayerDescription repeat = new LayerDescription.Repeat(3, 5);
    assertThatThrownBy(() -> WindowNetwork.of(Networks.describe(repeat), Map.of()))
        .hasMessageContaining("LastStep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm_bidir_odd", "lstm_bidir_mul"})
  void recordedBidirectionalSequencesAreWithinTolerance(String name) {
    assumeThat(Files.isDirectory(Golden.SHARED))
        .as("the recorded cases beside the checkout, " + Golden.SHARED)
        .isTrue();
    Golden io = Golden.shared(name + "/io.safetensors");
    int inputs = io.shape("input")[2];
    int outputs = io.shape("output")[2];
    LayerDescription both =
        new LayerDescription.Bidirectional(
            new LayerDescription.Lstm("", inputs, outputs / 2, 2), Merge.CONCAT, false);
    WindowNetwork network =
        WindowNetwork.of(
            Networks.describe(both), Golden.shared(name + "/model.safetensors").tensors());
    int steps = io.shape("input")[0];
    for (int row = 0; row < 2; row++) {
      float[][] x = new float[steps][inputs];
      for (int t = 0; t < steps; t++) {
        System.arraycopy(io.floats("input"), (t * 2 + row) * inputs, x[t], 0, inputs);
      }
      float[][] y = network.run(x, new long[steps]);
      for (int t = 0; t < steps; t++) {
        for (int j = 0; j < outputs; j++) {
          double expected = io.values("output_f64")[(t * 2 + row) * outputs + j];
          assertThat((double) y[t][j]).isCloseTo(expected, within(TOLERANCE));
        }
      }
    }
  }

  private static LayerDescription bidirectional(Merge merge, boolean finalOnly) {
    return new LayerDescription.Bidirectional(
        new LayerDescription.Lstm("a.", 3, 13, 1), merge, finalOnly);
  }

  private static Map<String, Tensor> backwardOnly(Map<String, Tensor> tensors) {
    Map<String, Tensor> backward = new HashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.endsWith("_reverse")) {
            backward.put(name.substring(0, name.length() - "_reverse".length()), tensor);
          }
        });
    return backward;
  }

  private float[][] run(Map<String, Tensor> tensors, LayerDescription... layers) {
    return WindowNetwork.of(Networks.describe(layers), tensors).run(window, new long[STEPS]);
  }

  private static float[][] window() {
    Random random = new Random(2);
    float[][] rows = new float[STEPS][];
    for (int t = 0; t < STEPS; t++) {
      rows[t] = Networks.uniform(random, 3, 2);
    }
    return rows;
  }
}
