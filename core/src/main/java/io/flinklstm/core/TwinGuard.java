package io.flinklstm.core;

import io.flinklstm.core.cell.Stack;
import io.flinklstm.core.kernel.ScalarKernels;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the network and its kernels: has one wave in many computed a second time by the
 * scalar specification, and compares every bit. At the first difference the fast kernels are given
 * up for good; the wave's result is the specification's, so no wrong number leaves.
 */
final class TwinGuard {

  private static final Logger LOG = LoggerFactory.getLogger(TwinGuard.class);
  private static final int[] TRIAL_ROWS = {1, 4, 11};

  private final Stack fast;
  private final Stack specification;
  private final int every; // waves; 0 for never
  private final AtomicLong mismatches = new AtomicLong();
  private volatile boolean distrusted;

  TwinGuard(Stack fast, Stack specification, int every) {
    this.fast = fast;
    this.specification = specification;
    this.every = every;
    this.distrusted = fast.kernels() instanceof ScalarKernels;
  }

  Stack inUse() {
    return distrusted ? specification : fast;
  }

  long mismatches() {
    return mismatches.get();
  }

  /** Compares the two on random rows, before anything depends on them. */
  void trial(int inputs) {
    Random random = new Random(1);
    Scratch scratch = newScratch(TRIAL_ROWS[TRIAL_ROWS.length - 1]);
    for (int rows : TRIAL_ROWS) {
      float[][] x = new float[rows][inputs];
      float[][] state = new float[rows][fast.stateFloats()];
      for (int r = 0; r < rows; r++) {
        fast.initialize(state[r]);
        for (int i = 0; i < inputs; i++) {
          x[r][i] = random.nextInt(3) - 1 + random.nextInt(2) * random.nextFloat();
        }
      }
      if (!distrusted) {
        advanceBoth(x, state, scratch, rows);
      }
    }
  }

  /** Advances the layers by one step; returns the rows with the last one's output. */
  float[][] advance(float[][] x, float[][] state, Scratch scratch, int rows) {
    if (distrusted) {
      return specification.advance(x, state, scratch.specification, rows);
    }
    if (every == 0 || ++scratch.waves % every != 0) {
      return fast.advance(x, state, scratch.fast, rows);
    }
    return advanceBoth(x, state, scratch, rows);
  }

  private float[][] advanceBoth(float[][] x, float[][] state, Scratch scratch, int rows) {
    float[][] twin = scratch.state;
    for (int r = 0; r < rows; r++) {
      System.arraycopy(state[r], 0, twin[r], 0, twin[r].length);
    }
    float[][] expected = specification.advance(x, twin, scratch.specification, rows);
    float[][] found = fast.advance(x, state, scratch.fast, rows);
    if (same(found, expected, rows) && same(state, twin, rows)) {
      return found;
    }
    giveUp();
    for (int r = 0; r < rows; r++) {
      System.arraycopy(twin[r], 0, state[r], 0, twin[r].length);
    }
    return expected;
  }

  private void giveUp() {
    distrusted = true;
    mismatches.incrementAndGet();
    LOG.error(
        "The kernels {} gave other bits than the scalar ones; running on the scalar ones from here"
            + " on. Please report the processor and the JVM: {} {}",
        fast.kernels().name(),
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"));
  }

  /** Whether all bits are the same; one not-a-number is as good as another. */
  private static boolean same(float[][] a, float[][] b, int rows) {
    boolean same = true;
    for (int r = 0; r < rows; r++) {
      same &= Arrays.equals(a[r], b[r]);
    }
    return same;
  }

  Scratch newScratch(int maxRows) {
    return new Scratch(this, maxRows);
  }

  /** Memory for both, owned by one thread. */
  static final class Scratch {

    private final Stack.Scratch fast;
    private final Stack.Scratch specification;
    private final float[][] state; // (maxRows, floats) the twin's copy
    private long waves;

    private Scratch(TwinGuard guard, int maxRows) {
      fast = guard.fast.newScratch(maxRows);
      specification =
          guard.fast == guard.specification ? fast : guard.specification.newScratch(maxRows);
      state = new float[maxRows][guard.fast.stateFloats()];
    }
  }
}
