package io.flinklstm.core;

import io.flinklstm.core.cell.SequenceStack;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.ScalarKernels;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link TwinGuard} for whole windows: one run in many is computed a second time by the scalar
 * specification. At the first difference the fast kernels are given up for good, and the result is
 * the specification's.
 */
final class WindowGuard {

  private static final Logger LOG = LoggerFactory.getLogger(WindowGuard.class);
  private static final int[] TRIAL_STEPS = {5, 1, 3, 5};

  private final Kernels kernels;
  private final SequenceStack fast;
  private final SequenceStack specification;
  private final int every; // runs; 0 for never
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong mismatches = new AtomicLong();
  private volatile boolean distrusted;

  WindowGuard(
      Kernels kernels, ModelDescription description, Map<String, Tensor> tensors, int every) {
    this.kernels = kernels;
    this.every = every;
    this.distrusted = kernels instanceof ScalarKernels;
    this.fast = new SequenceStack(kernels, description, tensors);
    this.specification =
        distrusted ? fast : new SequenceStack(new ScalarKernels(), description, tensors);
    if (!distrusted) {
      float[][][] windows = trial(description.features().size());
      runBoth(windows, new float[windows.length][]);
    }
  }

  /** Random windows to compare the two on, before anything depends on them. */
  private static float[][][] trial(int inputs) {
    Random random = new Random(1);
    float[][][] windows = new float[TRIAL_STEPS.length][][];
    for (int w = 0; w < windows.length; w++) {
      windows[w] = new float[TRIAL_STEPS[w]][inputs];
      for (float[] row : windows[w]) {
        for (int i = 0; i < inputs; i++) {
          row[i] = random.nextInt(3) - 1 + random.nextInt(2) * random.nextFloat();
        }
      }
    }
    return windows;
  }

  /** Name of the kernels in use. */
  String kernels() {
    return distrusted ? new ScalarKernels().name() : kernels.name();
  }

  long mismatches() {
    return mismatches.get();
  }

  /**
   * From (window, step, feature) to (window, step, output).
   *
   * @param states (window, value) in which the layers ended, filled here
   */
  float[][][] run(float[][][] windows, float[][] states) {
    if (distrusted) {
      return specification.run(windows, states);
    }
    if (every == 0 || runs.incrementAndGet() % every != 0) {
      return fast.run(windows, states);
    }
    return runBoth(windows, states);
  }

  private float[][][] runBoth(float[][][] windows, float[][] states) {
    float[][] specified = new float[windows.length][];
    float[][][] expected = specification.run(copy(windows), specified);
    float[][][] found = fast.run(windows, states);
    if (Arrays.deepEquals(found, expected) && Arrays.deepEquals(states, specified)) {
      return found;
    }
    System.arraycopy(specified, 0, states, 0, states.length);
    distrusted = true;
    mismatches.incrementAndGet();
    LOG.error(
        "The kernels {} gave other bits than the scalar ones; running on the scalar ones from here"
            + " on. Please report the processor and the JVM: {} {}",
        kernels.name(),
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"));
    return expected;
  }

  private static float[][][] copy(float[][][] windows) {
    float[][][] copy = new float[windows.length][][];
    for (int w = 0; w < copy.length; w++) {
      copy[w] = new float[windows[w].length][];
      for (int t = 0; t < copy[w].length; t++) {
        copy[w][t] = windows[w][t].clone();
      }
    }
    return copy;
  }
}
