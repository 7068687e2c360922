package io.flinklstm.benchmarks.operator;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the current thread has used.
 *
 * @param wall nanoseconds on the clock
 * @param cpu nanoseconds of computing, so that other programs on the machine count little
 * @param allocated bytes of heap
 */
record Spent(long wall, long cpu, long allocated) {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Spent now() {
    return new Spent(
        System.nanoTime(),
        THREADS.getCurrentThreadCpuTime(),
        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()));
  }

  Spent minus(Spent earlier) {
    return new Spent(wall - earlier.wall, cpu - earlier.cpu, allocated - earlier.allocated);
  }
}
