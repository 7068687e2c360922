package io.flinklstm.jobs;

import java.time.Duration;
import java.util.Optional;

/**
 * The settings of one {@link AnomalyJob}.
 *
 * @param name of the job: also its consumer group and the prefix of its transactions, so it must be
 *     unique on the Kafka cluster and stay the same over restarts and upgrades
 * @param history what is read before the topic; empty for nothing
 * @param checkpointInterval results become visible to committed-only readers once per checkpoint
 * @param transactionTimeout an outage longer than this loses results; at most what the broker
 *     allows
 * @param maxWave keys advanced in one matrix product
 * @param maxParallelism fixed for the life of the job's state
 */
public record AnomalyPipeline(
    String name,
    Topics topics,
    Optional<History> history,
    Duration checkpointInterval,
    Duration transactionTimeout,
    int maxWave,
    int maxParallelism) {

  public static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
  public static final Duration DEFAULT_TRANSACTION_TIMEOUT = Duration.ofMinutes(15);
  public static final int DEFAULT_MAX_WAVE = 64;
  public static final int DEFAULT_MAX_PARALLELISM = 128;

  public AnomalyPipeline {
    if (name.isBlank()) {
      throw new StartupException(
          "the job's name is empty; it names the consumer group and the transactions, choose one");
    }
  }

  /** Whether the job ends with its history, in batch execution. */
  public boolean bounded() {
    return history.isPresent() && history.get().only();
  }
}
