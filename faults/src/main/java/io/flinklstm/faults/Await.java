package io.flinklstm.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, and for nothing else. */
public final class Await {

  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Await() {}

  /** A question that may fail to be answered, which counts as no. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Returns when the condition holds.
   *
   * @param what is awaited, for the message
   * @throws FaultsException when it does not within this time
   */
  public static void until(String what, Duration patience, Condition condition) {
    if (!within(patience, condition)) {
      throw new FaultsException("after " + patience.toSeconds() + " s still not: " + what);
    }
  }

  /** Whether the condition held within this time. */
  public static boolean within(Duration patience, Condition condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
    return true;
  }

  /** Lets an outage last: the time itself is the condition. */
  public static void outage(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    within(length.plusSeconds(1), () -> System.nanoTime() - end >= 0);
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultsException("interrupted while waiting", e);
    } catch (Exception e) {
      return false; // what is asked may be down on purpose
    }
  }
}
