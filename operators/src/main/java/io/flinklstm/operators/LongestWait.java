package io.flinklstm.operators;

import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Ends the wait of a bundle that neither fills nor runs idle. At most one timer is out: one that
 * comes too early for a younger bundle is set again for that bundle's time. Only when a result
 * comes out depends on it, never what it says.
 */
final class LongestWait {

  private final ProcessingTimeService clock;
  private final long millis;
  private final ThrowingRunnable<Exception> flush;
  private long since;
  private boolean waiting;
  private boolean timerSet;

  LongestWait(ProcessingTimeService clock, long millis, ThrowingRunnable<Exception> flush) {
    this.clock = clock;
    this.millis = millis;
    this.flush = flush;
  }

  /** The first event of a bundle came. */
  void begin() {
    since = clock.getCurrentProcessingTime();
    waiting = true;
    if (!timerSet) {
      setTimer();
    }
  }

  /** Nothing waits any more. */
  void end() {
    waiting = false;
  }

  private void setTimer() {
    timerSet = true;
    clock.registerTimer(since + millis, this::fire);
  }

  private void fire(long time) throws Exception {
    timerSet = false;
    if (waiting && time >= since + millis) {
      flush.run();
    } else if (waiting) {
      setTimer();
    }
  }
}
