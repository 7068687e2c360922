package io.flinklstm.faults.workload;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The stream of a seed. Record {@code i} is the same whenever it is asked for, so whoever audits it
 * needs to be told the seed and nothing else. Records with negative numbers are bad, all of them.
 *
 * @param keys how many; low ones are far busier than high ones
 * @param badPerMille how many of a thousand records are bad
 */
public record Workload(long seed, int keys, int badPerMille) {

  private static final long START = 1_700_000_000_000L;
  private static final long STEP_MILLIS = 10;
  private static final int THOUSAND = 1_000;
  private static final int RARE_PER_MILLE = 20;

  /** What arithmetic and text may get wrong. */
  private static final float[] RARE = {
    -0f, 0, Float.MIN_VALUE, -Float.MIN_VALUE, 1e-40f, Float.MIN_NORMAL, 1e10f, -1e10f, 16_777_216
  };

  /** The record of a number. */
  public Sample sample(long number) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    double u = random.nextDouble();
    int index = (int) (keys * u * u);
    String key = "sensor-" + index;
    long time = START + Math.abs(number) * STEP_MILLIS;
    float[] values = {
      (float) (20 + 5 * Math.sin(index + number / 5_000.0) + random.nextDouble()),
      (float) (2 * random.nextDouble() - 1)
    };
    boolean bad = number < 0 || random.nextInt(THOUSAND) < badPerMille;
    if (bad) {
      byte[] spoilt =
          Spoiling.of(random).apply(new Sample(number, key, time, values, null), random);
      return new Sample(number, key, time, null, spoilt);
    }
    if (random.nextInt(THOUSAND) < RARE_PER_MILLE) {
      values[random.nextInt(values.length)] = RARE[random.nextInt(RARE.length)];
    }
    byte[] value = Variation.of(random).write(key, time, values).getBytes(StandardCharsets.UTF_8);
    return new Sample(number, key, time, values, value);
  }

  /**
   * One record.
   *
   * @param key of the event, and of the Kafka record
   * @param values null for a bad record
   * @param value its bytes; null for a tombstone
   */
  public record Sample(long number, String key, long time, float[] values, byte[] value) {

    /** Whether it must become a dead letter. */
    public boolean isBad() {
      return values == null;
    }
  }
}
