package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class JobSettingsTest {

  private static final Pipeline PIPELINE =
      Pipeline.of("job", new Topics("localhost:1", "in", "out", "dead"), Layout.standard(1));

  @Test
  void aJobRestartsWithGrowingDelaysWhereNobodySaysOtherwise() {
    Configuration settings = settingsOn(new Configuration());
    assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY))
        .isEqualTo("exponential-delay");
    assertThat(
            settings.get(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void howJobsRestartIsForTheClusterToSay() {
    Configuration cluster = new Configuration();
    cluster.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
    Configuration settings = settingsOn(cluster);
    assertThat(settings.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("failure-rate");
    assertThat(
            settings.getOptional(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF))
        .isEmpty();
  }

  @Test
  void whatThePromisesRestOnIsNotForTheClusterToSay() {
    Configuration cluster = new Configuration();
    cluster.set(PipelineOptions.GENERIC_TYPES, true);
    cluster.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
    cluster.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.AT_LEAST_ONCE);
    Configuration settings = settingsOn(cluster);
    assertThat(settings.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(settings.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(settings.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
  }

  @Test
  void statesAreExactlyOnceEvenWhereResultsAreNot() {
    Configuration cluster = new Configuration();
    cluster.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.AT_LEAST_ONCE);
    Configuration settings = settingsOn(cluster, atLeastOnce(Duration.ofMinutes(5)));
    assertThat(settings.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
  }

  @Test
  void aCheckpointFailsBeforeItsTransactionIsAborted() {
    Configuration cluster = new Configuration();
    assertThat(timeoutOn(cluster, exactlyOnce(Duration.ofMinutes(1))))
        .isEqualTo(Duration.ofMinutes(7));
    Delivery patient =
        exactlyOnce(Duration.ofMinutes(1)).withTransactionTimeout(Duration.ofHours(1));
    assertThat(timeoutOn(cluster, patient)).isEqualTo(Duration.ofMinutes(10));
    assertThat(timeoutOn(cluster, exactlyOnce(Duration.ofMinutes(5))))
        .isEqualTo(Duration.ofMinutes(5));

    cluster.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofHours(1));
    cluster.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 5);
    assertThat(timeoutOn(cluster, exactlyOnce(Duration.ofMinutes(1))))
        .isEqualTo(Duration.ofMinutes(7));
    assertThat(
            settingsOn(cluster, exactlyOnce(Duration.ofMinutes(1)))
                .get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER))
        .isZero();

    cluster.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(2));
    assertThat(timeoutOn(cluster, exactlyOnce(Duration.ofMinutes(1))))
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void whereNoTransactionWaitsTheCheckpointsTimeoutIsForTheClusterToSay() {
    Configuration cluster = new Configuration();
    cluster.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofHours(1));
    cluster.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 5);
    Configuration settings = settingsOn(cluster, atLeastOnce(Duration.ofMinutes(5)));
    assertThat(settings.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT))
        .isEqualTo(Duration.ofHours(1));
    assertThat(settings.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER)).isEqualTo(5);
  }

  private static Delivery exactlyOnce(Duration interval) {
    return new Delivery(true, interval, Duration.ofMinutes(15), false);
  }

  private static Delivery atLeastOnce(Duration interval) {
    return new Delivery(false, interval, Duration.ofMinutes(15), false);
  }

  private static Duration timeoutOn(Configuration cluster, Delivery delivery) {
    return settingsOn(cluster, delivery).get(CheckpointingOptions.CHECKPOINTING_TIMEOUT);
  }

  private static Configuration settingsOn(Configuration cluster) {
    return settingsOn(cluster, Delivery.standard());
  }

  private static Configuration settingsOn(Configuration cluster, Delivery delivery) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(cluster);
    new PipelineJob(PIPELINE.with(delivery), DemoModel.source()).build(environment);
    return Configuration.fromMap(((Configuration) environment.getConfiguration()).toMap());
  }
}
