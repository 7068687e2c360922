package io.flinklstm.benchmarks.operator;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A portion of events for one job. At saturation the operator is held at the first event until the
 * last one waits in Flink's buffers: so it never waits for input, and the source takes none of its
 * time.
 */
final class Turn {

  private static final int PATIENCE_SECONDS = 600;

  /** One event in so many has its latency measured; of different keys, as it is odd. */
  static final int SAMPLED = 15;

  final int events;
  final Keys keys;
  final long gapNanos; // between two events; 0 for saturation
  final Latencies latencies;
  private final CountDownLatch queued = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private Spent start;
  private volatile Spent spent;

  Turn(int events, Keys keys, long gapNanos) {
    this.events = events;
    this.keys = keys;
    this.gapNanos = gapNanos;
    this.latencies = new Latencies(events / SAMPLED + 1);
  }

  /** By the source: all events are on their way. */
  void queued() {
    queued.countDown();
  }

  /** By the operator's thread at the first event. */
  void begin() {
    if (gapNanos == 0) {
      await(queued, "the source to queue a turn's events");
    }
    start = Spent.now();
  }

  /** By the operator's thread after the last result. */
  void end() {
    spent = Spent.now().minus(start);
    done.countDown();
  }

  /** What the turn took, once it is over. */
  Spent result() {
    await(done, "a turn to end");
    return spent;
  }

  private static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("waited " + PATIENCE_SECONDS + " s for " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + what, e);
    }
  }
}
