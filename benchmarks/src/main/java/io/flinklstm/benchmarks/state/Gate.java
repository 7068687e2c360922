package io.flinklstm.benchmarks.state;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;

/**
 * Lets a portion of events through at a time, and says when the operator has handled it. There is
 * one, in the process of the benchmark and of its jobs; between portions a job can checkpoint.
 */
final class Gate implements RateLimiter<NumberSequenceSplit> {

  private static final int PATIENCE_SECONDS = 600;
  private static final Object LOCK = new Object();

  private static long open; // events that may still pass
  private static CompletableFuture<Void> opened = new CompletableFuture<>();
  private static long left; // events not handled yet
  private static CountDownLatch handled = new CountDownLatch(0);

  /** By the benchmark: lets so many events pass, and waits until they are handled. */
  static void pass(long events) throws InterruptedException {
    CompletableFuture<Void> waiting;
    synchronized (LOCK) {
      open = events;
      left = events;
      handled = new CountDownLatch(1);
      waiting = opened;
      opened = new CompletableFuture<>();
    }
    waiting.complete(null);
    if (!handled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "waited " + PATIENCE_SECONDS + " s for " + events + " events");
    }
  }

  /** By the benchmark between two jobs: forgets the source of the one that has ended. */
  static void close() {
    synchronized (LOCK) {
      opened = new CompletableFuture<>();
    }
  }

  /** By the task after the operator. */
  static void handled() {
    synchronized (LOCK) {
      if (--left == 0) {
        handled.countDown();
      }
    }
  }

  @Override
  public CompletionStage<Void> acquire(int events) {
    synchronized (LOCK) {
      if (open > 0) {
        open--;
        return CompletableFuture.completedFuture(null);
      }
      return opened.thenRun(Gate::take);
    }
  }

  private static void take() {
    synchronized (LOCK) {
      open--;
    }
  }
}
