package io.flinklstm.faults.audit;

import java.util.SplittableRandom;

/**
 * Weights of one LSTM layer over two inputs, of which the first is standardised, with one output
 * that forecasts it; in PyTorch's layout, gates i, f, g, o.
 *
 * @param input (4H, 2)
 * @param recurrent (4H, H)
 * @param inputBias (4H)
 * @param hiddenBias (4H)
 * @param head (H)
 */
public record PlainWeights(
    float[] input,
    float[] recurrent,
    float[] inputBias,
    float[] hiddenBias,
    float[] head,
    float headBias) {

  /** By which the first input is standardised. */
  public static final double MEAN = 20.5;

  public static final double SCALE = 3.75;

  public static final int INPUTS = 2;

  /** Weights of a size, uniform as PyTorch begins with, wider so that gates move. */
  public static PlainWeights random(long seed, int hidden) {
    SplittableRandom random = new SplittableRandom(seed);
    float bound = (float) (2 / Math.sqrt(hidden));
    return new PlainWeights(
        uniform(random, 4 * hidden * INPUTS, bound),
        uniform(random, 4 * hidden * hidden, bound),
        uniform(random, 4 * hidden, bound),
        uniform(random, 4 * hidden, bound),
        uniform(random, hidden, bound),
        uniform(random, 1, bound)[0]);
  }

  public int hidden() {
    return head.length;
  }

  private static float[] uniform(SplittableRandom random, int size, float bound) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }
}
