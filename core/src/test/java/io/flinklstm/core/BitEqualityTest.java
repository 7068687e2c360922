package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.kernel.KernelChoice;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.ScalarKernels;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key's numbers depend on its own events alone, to the last bit. */
class BitEqualityTest {

  private static final int STEPS = 4;
  private static final int MOST_ROWS = 23;

  private final Kernels fastest = KernelChoice.ofThisJvm().kernels();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7, 8, 13, 16, 17, 31, 33, 48, 64, 65})
  void fastestKernelsGiveTheSpecifiedBits(int hidden) {
    for (LayerDescription layer : Cells.all(5, hidden)) {
      Map<String, Tensor> tensors = Networks.weights(layer, 1);
      Network specified = Networks.on(new ScalarKernels(), tensors, layer);
      Network fast = Networks.on(fastest, tensors, layer);
      Workspace specifiedWorkspace = specified.newWorkspace(MOST_ROWS);
      Workspace fastWorkspace = fast.newWorkspace(MOST_ROWS);
      for (int rows : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, MOST_ROWS}) {
        float[][][] x = inputs(rows, 5);
        float[][] expected = Networks.initialStates(specified, rows);
        float[][] actual = Networks.initialStates(fast, rows);

        float[][][] y = Networks.run(specified, specifiedWorkspace, x, expected);

        assertThat(Networks.run(fast, fastWorkspace, x, actual))
            .as(layer.toString())
            .isDeepEqualTo(y);
        assertThat(actual).as(layer.toString()).isDeepEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8, 33, 512})
  void aRowDoesNotDependOnItsNeighbours(int rows) {
    for (LayerDescription layer : Cells.all(3, 19)) {
      Network network = Networks.on(fastest, Networks.weights(layer, 1), layer);
      float[][][] x = inputs(rows, 3);
      Workspace w = network.newWorkspace(rows);
      float[][][] together = Networks.run(network, w, x, Networks.initialStates(network, rows));
      for (int r = 0; r < rows; r++) {
        float[][][] alone = new float[STEPS][1][];
        for (int t = 0; t < STEPS; t++) {
          alone[t][0] = x[t][r];
        }
        float[][][] y = Networks.run(network, w, alone, Networks.initialStates(network, 1));
        for (int t = 0; t < STEPS; t++) {
          assertThat(together[t][r]).isEqualTo(y[t][0]);
        }
      }
    }
  }

  private static float[][][] inputs(int rows, int width) {
    Random random = new Random(rows);
    float[][][] x = new float[STEPS][rows][];
    for (float[][] step : x) {
      for (int r = 0; r < rows; r++) {
        step[r] = Networks.uniform(random, width, random.nextInt(20) == 0 ? 100 : 2);
      }
    }
    return x;
  }
}
