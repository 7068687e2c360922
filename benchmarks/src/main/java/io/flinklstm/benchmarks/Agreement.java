package io.flinklstm.benchmarks;

import java.util.List;

/** Sees to it that the contenders compute the same before they are timed. */
final class Agreement {

  private static final float TOLERANCE = 1e-4f;
  private static final int STEPS = 3;

  private Agreement() {}

  static void check(Shape shape, List<Contender> contenders) {
    for (Contender contender : contenders) {
      for (int i = 0; i < STEPS; i++) {
        contender.step();
      }
    }
    float[] expected = contenders.get(0).hidden();
    for (Contender contender : contenders) {
      float[] found = contender.hidden();
      for (int j = 0; j < expected.length; j++) {
        if (!(Math.abs(found[j] - expected[j]) < TOLERANCE)) {
          throw new IllegalStateException(
              contender.name()
                  + " gives "
                  + found[j]
                  + " for unit "
                  + j
                  + " of "
                  + shape
                  + ", expected "
                  + expected[j]);
        }
      }
    }
  }
}
