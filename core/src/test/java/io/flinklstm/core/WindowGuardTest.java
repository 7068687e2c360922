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

class WindowGuardTest {

  private static final LayerDescription BOTH =
      new LayerDescription.Bidirectional(
          new LayerDescription.Lstm("", 3, 21, 1), LayerDescription.Merge.CONCAT, false);
  private static final int EVERY = 4;

  /** Right until it is told to be wrong, by one bit of one number. */
  private static final class WrongKernels extends VectorKernels {

    private boolean wrong;

    @Override
    public void lstm(
        float[] z, int zAt, int units, float[][] state, int hOffset, int cOffset, int rows) {
      super.lstm(z, zAt, units, state, hOffset, cOffset, rows);
      if (wrong) {
        state[rows - 1][hOffset] = Math.nextUp(state[rows - 1][hOffset]);
      }
    }
  }

  private final Map<String, Tensor> tensors = Networks.weights(BOTH, 0.5f);

  private WindowNetwork network(Kernels kernels) {
    return WindowNetwork.of(Networks.describe(BOTH), tensors, 1, kernels, EVERY);
  }

  private static float[][] window(int seed) {
    Random random = new Random(seed);
    float[][] window = new float[1 + seed % 9][];
    for (int t = 0; t < window.length; t++) {
      window[t] = Networks.uniform(random, 3, 2);
    }
    return window;
  }

  private static float[][] run(WindowNetwork network, float[][] window) {
    return network.run(window, new long[window.length]);
  }

  @Test
  void aWrongKernelIsCaughtAndTheScalarResultDelivered() {
    WrongKernels kernels = new WrongKernels();
    WindowNetwork guarded = network(kernels);
    WindowNetwork specified = network(new ScalarKernels());
    for (int wave = 1; wave < 4 * EVERY; wave++) {
      kernels.wrong = wave >= 2 * EVERY;
      assertThat(run(guarded, window(wave))).isDeepEqualTo(run(specified, window(wave)));
    }
    assertThat(guarded.kernelMismatches()).isEqualTo(1);
    assertThat(guarded.kernels()).isEqualTo("scalar");
  }

  @Test
  void aKernelThatIsWrongFromTheBeginningIsNeverUsed() {
    WrongKernels kernels = new WrongKernels();
    kernels.wrong = true;
    WindowNetwork network = network(kernels);
    assertThat(network.kernels()).isEqualTo("scalar");
    assertThat(network.kernelMismatches()).isEqualTo(1);
  }

  @Test
  void rightKernelsStayInUse() {
    Kernels kernels = KernelChoice.ofThisJvm().kernels();
    assumeThat(kernels.lanes()).isGreaterThan(1);
    WindowNetwork network = network(kernels);
    for (int wave = 0; wave < 400; wave++) {
      run(network, window(wave));
    }
    assertThat(network.kernels()).isEqualTo(kernels.name());
    assertThat(network.kernelMismatches()).isZero();
  }
}
