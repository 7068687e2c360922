package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.pipeline.Settings.Guarantee;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.util.TimeUtils;

/**
 * How results are delivered.
 *
 * @param exactlyOnce in transactions, or else at least once
 * @param checkpointInterval with transactions, results become visible to committed-only readers
 *     once per checkpoint
 * @param transactionTimeout an outage longer than this loses results; at most what the broker
 *     allows
 * @param unaligned whether barriers overtake records
 */
public record Delivery(
    boolean exactlyOnce,
    Duration checkpointInterval,
    Duration transactionTimeout,
    boolean unaligned) {

  /** A transaction is open for an interval and the checkpoint after it, and over a restart. */
  private static final int INTERVALS = 3;

  private static final Duration LONGEST_CHECKPOINT = Duration.ofMinutes(10);

  /** What a pipeline file that says nothing asks for. */
  public static Delivery standard() {
    return of(Values.read("{}", Substitution.NONE, new Problems("")));
  }

  /** The same with another time between two checkpoints. */
  public Delivery withCheckpointInterval(Duration interval) {
    return new Delivery(exactlyOnce, interval, transactionTimeout, unaligned);
  }

  /** The same with another timeout. */
  public Delivery withTransactionTimeout(Duration timeout) {
    return new Delivery(exactlyOnce, checkpointInterval, timeout, unaligned);
  }

  /** A shorter transaction timeout would lose results without an outage. */
  public Duration leastTransactionTimeout() {
    return least(checkpointInterval);
  }

  /**
   * How long a checkpoint may take while its transaction is surely open. It was begun behind the
   * barrier before, whose checkpoint may have taken as long: twice that, and an interval to spare.
   */
  public Duration longestCheckpoint() {
    Duration half = transactionTimeout.minus(checkpointInterval).dividedBy(2);
    return half.compareTo(LONGEST_CHECKPOINT) < 0 ? half : LONGEST_CHECKPOINT;
  }

  private static Duration least(Duration interval) {
    return interval.multipliedBy(INTERVALS);
  }

  static void check(Values v, Problems problems) {
    Optional<Duration> timeout = v.get(Settings.TRANSACTION_TIMEOUT);
    Optional<Duration> interval = v.get(Settings.CHECKPOINT_INTERVAL);
    Optional<Guarantee> guarantee = v.get(Settings.DELIVERY);
    if (timeout.isEmpty() || interval.isEmpty() || guarantee.isEmpty()) {
      return; // which has been said
    }
    Duration least = least(interval.get());
    if (guarantee.get() == Guarantee.EXACTLY_ONCE && timeout.get().compareTo(least) < 0) {
      problems.add(
          Math.max(v.line(Settings.TRANSACTION_TIMEOUT), v.line(Settings.CHECKPOINT_INTERVAL)),
          "output.transaction-timeout",
          TimeUtils.formatWithHighestUnit(timeout.get()),
          "at least "
              + TimeUtils.formatWithHighestUnit(least)
              + ", three times checkpoints.interval: results of an outage would be lost");
    }
  }

  static Delivery of(Values v) {
    return new Delivery(
        v.get(Settings.DELIVERY).orElseThrow() == Guarantee.EXACTLY_ONCE,
        v.get(Settings.CHECKPOINT_INTERVAL).orElseThrow(),
        v.get(Settings.TRANSACTION_TIMEOUT).orElseThrow(),
        v.get(Settings.UNALIGNED).orElseThrow());
  }
}
