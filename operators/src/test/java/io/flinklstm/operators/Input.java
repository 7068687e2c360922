package io.flinklstm.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An event, or a watermark.
 *
 * @param reading null for a watermark
 * @param timed whether the event has a time
 * @param watermark its time
 */
record Input(Reading reading, boolean timed, long watermark) {

  private static final float[] BAD = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE, Chosen.UNREADABLE
  };

  /** Events of some keys, out of order, with ties, pauses and bad values, to the end of time. */
  static List<Input> random(SplittableRandom random) {
    List<Input> inputs = new ArrayList<>();
    int count = 1 + random.nextInt(80);
    int keys = 1 + random.nextInt(random.nextBoolean() ? 3 : 12);
    int disorder = 1 + random.nextInt(40);
    long now = random.nextInt(-500, 500);
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      now += random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(6);
      if (random.nextInt(7) == 0) {
        watermark = Math.max(watermark, now - random.nextInt(disorder));
        inputs.add(new Input(null, true, watermark));
      } else {
        Reading reading = Readings.random(random, now - random.nextInt(disorder), keys);
        spoil(reading, random);
        inputs.add(new Input(reading, random.nextInt(25) != 0, 0));
      }
    }
    inputs.add(new Input(null, true, Long.MAX_VALUE));
    return inputs;
  }

  private static void spoil(Reading reading, SplittableRandom random) {
    if (random.nextInt(8) == 0) {
      reading.a = BAD[random.nextInt(BAD.length)];
    }
    if (random.nextInt(8) == 0) {
      reading.b = BAD[random.nextInt(BAD.length)];
    }
  }
}
