package io.flinklstm.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded events of a number of sensors, one millisecond apart. */
final class Readings {

  private Readings() {}

  static List<Reading> random(long seed, int count, int sensors) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      readings.add(random(random, i, sensors));
    }
    return readings;
  }

  static Reading random(SplittableRandom random, long time, int sensors) {
    String sensor = "sensor-" + random.nextInt(sensors);
    float a = (float) (random.nextDouble() * 20 - 10);
    return new Reading(sensor, time, a, (float) random.nextDouble());
  }
}
