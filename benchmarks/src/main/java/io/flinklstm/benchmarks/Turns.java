package io.flinklstm.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * Runs contenders in turns, so that a change of the machine's mood meets all of them. Counts the
 * time that the thread itself spent computing, so that other programs on the machine count little.
 *
 * @param rounds turns of each
 * @param nanos length of a turn
 */
record Turns(int rounds, long nanos) {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Nanoseconds per step of all keys, each contender's fastest turn. */
  double[] run(List<Contender> contenders) {
    double[] fastest = new double[contenders.size()];
    Arrays.fill(fastest, Double.POSITIVE_INFINITY);
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < fastest.length; i++) {
        double time = turn(contenders.get(i));
        if (round > 0) { // the first is for the compilers
          fastest[i] = Math.min(fastest[i], time);
        }
      }
    }
    return fastest;
  }

  private double turn(Contender contender) {
    long start = THREADS.getCurrentThreadCpuTime();
    long steps = 0;
    long now = start;
    int batch = 1;
    while (now - start < nanos) {
      steps(contender, batch);
      steps += batch;
      now = THREADS.getCurrentThreadCpuTime();
      batch = (int) Math.max(1, Math.min(5000, steps * 200_000 / Math.max(1, now - start)));
    }
    return (double) (now - start) / steps;
  }

  private static void steps(Contender contender, int count) {
    for (int i = 0; i < count; i++) {
      contender.step();
    }
  }
}
