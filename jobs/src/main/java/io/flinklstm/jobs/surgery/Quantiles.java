package io.flinklstm.jobs.surgery;

/** Least, median, most and sum of counts. The median is exact up to 63, then within 1 in 32. */
final class Quantiles {

  private static final int EXACT = 64;
  private static final int PER_OCTAVE = 32;

  private final long[] buckets = new long[EXACT + PER_OCTAVE * Long.SIZE];
  private long count;
  private long total;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;

  void add(long value) {
    buckets[bucket(value)]++;
    count++;
    total += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  private static int bucket(long value) {
    if (value < EXACT) {
      return (int) value;
    }
    int shift = Long.SIZE - 6 - Long.numberOfLeadingZeros(value);
    return EXACT + PER_OCTAVE * (shift - 1) + (int) (value >>> shift) - PER_OCTAVE;
  }

  /** The least value of a bucket. */
  private static long least(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int octave = (bucket - EXACT) / PER_OCTAVE;
    return (long) (PER_OCTAVE + (bucket - EXACT) % PER_OCTAVE) << (octave + 1);
  }

  long median() {
    long before = 0;
    int bucket = 0;
    while (before + buckets[bucket] <= (count - 1) / 2) {
      before += buckets[bucket++];
    }
    return Math.max(min, least(bucket));
  }

  long count() {
    return count;
  }

  long total() {
    return total;
  }

  long min() {
    return min;
  }

  long max() {
    return max;
  }
}
