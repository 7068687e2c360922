package io.flinklstm.benchmarks.operator;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Makes the events of a lane's turns, and waits between them. */
final class Feed extends RichMapFunction<Long, Event> {

  private static final long serialVersionUID = 1;
  private static final int VALUES = 1 << 12;
  private static final long SPIN_NANOS = 100_000;

  private final String lane;
  private transient Turn turn;
  private transient int sent;
  private transient long start;

  Feed(String lane) {
    this.lane = lane;
  }

  @Override
  public Event map(Long number) throws InterruptedException {
    if (turn != null && sent == turn.events) {
      turn.queued();
      turn = null;
    }
    if (turn == null) {
      turn = Lane.of(lane).next();
      sent = 0;
      start = System.nanoTime();
    }
    if (turn.gapNanos > 0) {
      waitUntil(start + sent * turn.gapNanos);
    }
    return event();
  }

  private Event event() {
    Event event = new Event();
    event.key = turn.keys.next();
    event.first = sent == 0;
    event.timed = sent % Turn.SAMPLED == 0;
    System.arraycopy(Values.TABLE, sent * 7 % VALUES, event.x, 0, Event.INPUTS);
    sent++;
    return event;
  }

  private static void waitUntil(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS / 2);
      } else {
        Thread.onSpinWait();
      }
      left = due - System.nanoTime();
    }
  }

  /** Numbers between -1 and 1, the same for all. */
  private static final class Values {
    private static final float[] TABLE = new float[VALUES + Event.INPUTS];

    static {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < TABLE.length; i++) {
        TABLE[i] = 2 * (float) random.nextDouble() - 1;
      }
    }
  }
}
