package io.flinklstm.core.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * Compares kernels with the specification at start, on small shapes that take every path: full and
 * partial panels, lone vectors, all row counts.
 *
 * <p>Runs so often that the kernels are compiled when it ends: what is compared last is what will
 * run. And they are then compiled from many short calls, not from within a running loop, where JDK
 * 17 has compiled vector code wrongly.
 */
final class SelfCheck {

  private static final int ROUNDS_UNTIL_COMPILED = 1500;
  private static final int COMPARE_EVERY = 16;
  private static final int MOST_ROWS = 13;

  private final Kernels kernels;
  private final Kernels specification = new ScalarKernels();
  private final int units;
  private final WeightMatrix own;
  private final WeightMatrix specified;
  private final float[] z;
  private long random = 42;

  private SelfCheck(Kernels kernels, int units) {
    this.kernels = kernels;
    this.units = units;
    float[] w = values(4 * units, 2);
    float[] u = values(4 * units * units, 1);
    float[] bias = values(4 * units, 8);
    own = WeightMatrix.pack(kernels.lanes(), units, w, u, bias, -1, -1, 2, -1);
    specified = WeightMatrix.pack(1, units, w, u, bias, -1, -1, 2, -1);
    z = Slab.allocate(MOST_ROWS * own.stride() + kernels.spareFloats());
  }

  /**
   * What the kernels do differently, or empty when nothing.
   *
   * @param compiled whether there is a compiler whose work is to be waited for
   */
  static Optional<String> firstDifference(Kernels kernels, boolean compiled) {
    int rounds = compiled ? ROUNDS_UNTIL_COMPILED : MOST_ROWS;
    for (int units : new int[] {1, kernels.lanes(), 2 * kernels.lanes() + 3}) {
      SelfCheck check = new SelfCheck(kernels, units);
      for (int round = 0; round < rounds; round++) {
        int rows = 1 + round % MOST_ROWS;
        boolean compare = round % COMPARE_EVERY == 0 || round >= rounds - MOST_ROWS;
        if (!check.agrees(rows, compare)) {
          return Optional.of("LSTM of " + units + " units, " + rows + " rows");
        }
      }
    }
    return Optional.empty();
  }

  private boolean agrees(int rows, boolean compare) {
    float[][] x = new float[rows][];
    float[][] state = new float[rows][];
    for (int r = 0; r < rows; r++) {
      x[r] = values(1, 30);
      state[r] = values(2 * units, 1);
    }
    float[][] expected = compare ? copy(state) : state;
    step(kernels, own, x, state);
    if (compare) {
      step(specification, specified, x, expected);
    }
    return same(state, expected);
  }

  private void step(Kernels k, WeightMatrix m, float[][] x, float[][] state) {
    k.product(m, x, 0, state, 0, z, Slab.START, x.length);
    k.lstm(z, Slab.START, units, state, 0, units, x.length);
  }

  private static float[][] copy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }

  private static boolean same(float[][] a, float[][] b) {
    for (int r = 0; r < a.length; r++) {
      for (int i = 0; i < a[r].length; i++) {
        if (Float.floatToRawIntBits(a[r][i]) != Float.floatToRawIntBits(b[r][i])) {
          return false;
        }
      }
    }
    return true;
  }

  private float[] values(int count, float range) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      random = random * 6364136223846793005L + 1442695040888963407L;
      values[i] = range * (random >> 40) / (1 << 23);
    }
    return values;
  }
}
