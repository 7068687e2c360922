package io.flinklstm.jobs;

import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** What every job of ours asks of Flink. */
final class JobSettings {

  private JobSettings() {}

  /**
   * The job's settings, over whatever the cluster's own configuration says; but how it restarts is
   * for those to decide who run the cluster, where they have.
   *
   * @param cluster the cluster's own configuration, and what was given at submission
   */
  static Configuration of(Pipeline pipeline, ReadableConfig cluster) {
    Configuration c = new Configuration();
    c.set(
        ExecutionOptions.RUNTIME_MODE,
        pipeline.bounded() ? RuntimeExecutionMode.BATCH : RuntimeExecutionMode.STREAMING);
    c.set(PipelineOptions.NAME, pipeline.name());
    c.set(PipelineOptions.MAX_PARALLELISM, pipeline.maxParallelism());
    c.set(PipelineOptions.GENERIC_TYPES, false);
    c.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    c.set(PipelineOptions.OBJECT_REUSE, true); // no object of ours is written to twice
    checkpoints(c, pipeline.delivery(), cluster);
    if (cluster.getOptional(RestartStrategyOptions.RESTART_STRATEGY).isEmpty()) {
      restart(c);
    }
    return c;
  }

  /**
   * A state that saw an event twice would be wrong whatever delivery promises. And a transaction
   * waits for its checkpoint: one that fails in time is repeated, with results that were never
   * visible.
   */
  private static void checkpoints(Configuration c, Delivery delivery, ReadableConfig cluster) {
    c.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    c.set(CheckpointingOptions.ENABLE_UNALIGNED, delivery.unaligned());
    c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, delivery.checkpointInterval());
    c.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    if (delivery.exactlyOnce()) {
      Duration asked = cluster.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT);
      Duration most = delivery.longestCheckpoint();
      c.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, asked.compareTo(most) < 0 ? asked : most);
      c.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 0); // its transaction would wait on
    }
  }

  /** Nothing to keep: no checkpoint, and an error ends it. */
  static Configuration ofRehearsal(Pipeline pipeline) {
    Configuration c = of(pipeline, new Configuration());
    c.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
    c.set(PipelineOptions.AUTO_GENERATE_UIDS, true); // what collects results has none
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return c;
  }

  /** Each restart makes the sink probe for transactions to abort: never in a tight loop. */
  private static void restart(Configuration c) {
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    c.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    c.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofMinutes(1));
    c.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(10));
  }
}
