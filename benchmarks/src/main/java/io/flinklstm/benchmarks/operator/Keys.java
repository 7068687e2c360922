package io.flinklstm.benchmarks.operator;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Says whose event is the next. Owned by one thread at a time. */
@FunctionalInterface
interface Keys {

  long next();

  /** Every key once, in an order of no meaning. */
  static Keys each(int keys) {
    long stride = 7_368_787; // a prime: shares no divisor with the counts of keys measured
    return new Keys() {
      private long at;

      @Override
      public long next() {
        at += stride;
        return at % keys;
      }
    };
  }

  /** All equally often. */
  static Keys uniform(int keys, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return () -> random.nextInt(keys);
  }

  /** The n-th key in proportion to {@code n^-exponent}. */
  static Keys zipf(int keys, double exponent, long seed) {
    double[] cumulative = new double[keys];
    double sum = 0;
    for (int k = 0; k < keys; k++) {
      sum += Math.pow(k + 1, -exponent);
      cumulative[k] = sum;
    }
    double total = sum;
    SplittableRandom random = new SplittableRandom(seed);
    return () -> {
      int at = Arrays.binarySearch(cumulative, random.nextDouble() * total);
      return Math.min(keys - 1, at < 0 ? -at - 1 : at);
    };
  }
}
