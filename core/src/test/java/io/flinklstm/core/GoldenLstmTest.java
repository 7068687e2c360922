package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every step of sequences that PyTorch recorded. */
class GoldenLstmTest {

  private static final double TOLERANCE = 1e-6;
  private static final int STEPS = 200;
  private static final int ROWS = 2;
  private static final int INPUTS = 5;
  private static final int HIDDEN = 13;

  @ParameterizedTest
  @CsvSource({
    "lstm_1layer_odd, 1",
    "lstm_2layer_odd, 2",
    "lstm_nobias_odd, 1",
    "lstm_state_odd, 2",
    "lstm_linear_odd, 2"
  })
  void everyStepIsWithinToleranceOfTheFloat64Result(String name, int layers) {
    Golden io = Golden.committed(name + "/io.safetensors");
    boolean head = name.startsWith("lstm_linear");
    Network network = network(name, layers, head);
    float[][] state = initialState(io, layers);

    float[][][] outputs = Networks.run(network, inputs(io, head), state);

    double[] expected = io.values("output_f64");
    int width = network.outputs();
    for (int t = 0; t < STEPS; t++) {
      for (int r = 0; r < ROWS; r++) {
        int at = (head ? r * STEPS + t : t * ROWS + r) * width;
        for (int j = 0; j < width; j++) {
          assertThat((double) outputs[t][r][j]).isCloseTo(expected[at + j], within(TOLERANCE));
        }
      }
    }
    assertFinalState(io, layers, state);
  }

  private static Network network(String name, int layers, boolean head) {
    Golden model = Golden.committed(name + "/model.safetensors");
    String prefix = head ? "lstm." : "";
    LayerDescription lstm = new LayerDescription.Lstm(prefix, INPUTS, HIDDEN, layers);
    LayerDescription linear =
        new LayerDescription.Linear("fc.", HIDDEN, 3, LayerDescription.Activation.IDENTITY);
    ModelDescription description = head ? Networks.describe(lstm, linear) : Networks.describe(lstm);
    return Network.of(description, model.tensors(), 1);
  }

  private static float[][][] inputs(Golden io, boolean batchFirst) {
    float[] flat = io.floats("input");
    float[][][] x = new float[STEPS][ROWS][INPUTS];
    for (int t = 0; t < STEPS; t++) {
      for (int r = 0; r < ROWS; r++) {
        int at = (batchFirst ? r * STEPS + t : t * ROWS + r) * INPUTS;
        System.arraycopy(flat, at, x[t][r], 0, INPUTS);
      }
    }
    return x;
  }

  private static float[][] initialState(Golden io, int layers) {
    float[][] state = new float[ROWS][2 * HIDDEN * layers];
    for (int k = 0; k < layers; k++) {
      for (int r = 0; r < ROWS; r++) {
        int at = (k * ROWS + r) * HIDDEN;
        System.arraycopy(io.floats("h0"), at, state[r], 2 * k * HIDDEN, HIDDEN);
        System.arraycopy(io.floats("c0"), at, state[r], (2 * k + 1) * HIDDEN, HIDDEN);
      }
    }
    return state;
  }

  private static void assertFinalState(Golden io, int layers, float[][] state) {
    for (int k = 0; k < layers; k++) {
      for (int r = 0; r < ROWS; r++) {
        for (int j = 0; j < HIDDEN; j++) {
          int at = (k * ROWS + r) * HIDDEN + j;
          assertThat((double) state[r][2 * k * HIDDEN + j])
              .isCloseTo(io.values("hn_f64")[at], within(TOLERANCE));
          double c = io.values("cn_f64")[at];
          assertThat((double) state[r][(2 * k + 1) * HIDDEN + j])
              .isCloseTo(c, within(TOLERANCE * (1 + Math.abs(c))));
        }
      }
    }
  }
}
