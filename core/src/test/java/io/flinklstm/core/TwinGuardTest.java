package io.flinklstm.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flinklstm.core.kernel.KernelChoice;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.ScalarKernels;
import io.flinklstm.core.kernel.VectorKernels;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TwinGuardTest {

  private static final LayerDescription.Lstm LSTM = new LayerDescription.Lstm("", 3, 21, 1);
  private static final int EVERY = 4;
  private static final int ROWS = 7;

  /** Right until it is told to be wrong, by one bit of one number. */
  private static final class WrongKernels extends VectorKernels {

    private boolean wrong;

    @Override
    public void lstm(
        float[] z, int zAt, int units, float[][] state, int hOffset, int cOffset, int rows) {
      super.lstm(z, zAt, units, state, hOffset, cOffset, rows);
      if (wrong) {
        state[rows - 1][cOffset] = Math.nextUp(state[rows - 1][cOffset]);
      }
    }
  }

  private final Map<String, Tensor> tensors = Networks.weights(LSTM, 0.5f);

  @Test
  void aWrongKernelIsCaughtAndTheScalarResultDelivered() {
    WrongKernels kernels = new WrongKernels();
    Network guarded = network(kernels);
    Network specified = network(new ScalarKernels());
    float[][] state = Networks.initialStates(guarded, ROWS);
    float[][] expected = Networks.initialStates(guarded, ROWS);
    Workspace w = guarded.newWorkspace(ROWS);
    Workspace v = specified.newWorkspace(ROWS);
    for (int wave = 1; wave < 4 * EVERY; wave++) {
      kernels.wrong = wave >= 2 * EVERY;
      float[][] x = inputs(wave);
      advance(guarded, w, x, state);
      advance(specified, v, x, expected);
      assertThat(state).isDeepEqualTo(expected);
      assertThat(w.outputs(ROWS - 1)).isEqualTo(v.outputs(ROWS - 1));
    }
    assertThat(guarded.kernelMismatches()).isEqualTo(1);
    assertThat(guarded.kernels()).isEqualTo("scalar");
  }

  @Test
  void aKernelThatIsWrongFromTheBeginningIsNeverUsed() {
    WrongKernels kernels = new WrongKernels();
    kernels.wrong = true;
    Network network = network(kernels);
    assertThat(network.kernels()).isEqualTo("scalar");
    assertThat(network.kernelMismatches()).isEqualTo(1);
  }

  @Test
  void rightKernelsStayInUse() {
    Kernels kernels = KernelChoice.ofThisJvm().kernels();
    assumeThat(kernels.lanes()).isGreaterThan(1);
    Network network = network(kernels);
    float[][] state = Networks.initialStates(network, ROWS);
    Workspace w = network.newWorkspace(ROWS);
    for (int wave = 0; wave < 4_000; wave++) {
      advance(network, w, inputs(wave), state);
    }
    assertThat(network.kernels()).isEqualTo(kernels.name());
    assertThat(network.kernelMismatches()).isZero();
  }

  private Network network(Kernels kernels) {
    return Network.of(Networks.describe(LSTM), tensors, 1, kernels, EVERY);
  }

  private static float[][] inputs(int seed) {
    Random random = new Random(seed);
    float[][] x = new float[ROWS][];
    for (int r = 0; r < ROWS; r++) {
      x[r] = Networks.uniform(random, 3, 2);
    }
    return x;
  }

  private static void advance(Network network, Workspace w, float[][] x, float[][] state) {
    for (int r = 0; r < ROWS; r++) {
      w.set(r, 0, x[r], state[r], new double[0]);
    }
    network.advance(w, ROWS);
  }
}
