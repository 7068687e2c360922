package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.pipeline.Settings.Guarantee;
import java.time.Duration;

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

  static Delivery of(Values v) {
    return new Delivery(
        v.get(Settings.DELIVERY).orElseThrow() == Guarantee.EXACTLY_ONCE,
        v.get(Settings.CHECKPOINT_INTERVAL).orElseThrow(),
        v.get(Settings.TRANSACTION_TIMEOUT).orElseThrow(),
        v.get(Settings.UNALIGNED).orElseThrow());
  }
}
