package io.flinklstm.benchmarks.operator;

import java.util.Arrays;

/** Nanoseconds from the operator's input to its output, kept without allocating. */
final class Latencies {

  private final long[] nanos;
  private int count;

  Latencies(int capacity) {
    nanos = new long[capacity];
  }

  void add(long latency) {
    nanos[count++] = latency;
  }

  /** A quantile in microseconds. */
  double micros(double quantile) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1L, (long) (quantile * count))] / 1e3;
  }
}
