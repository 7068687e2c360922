package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
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
    Configuration settings = settingsOn(cluster);
    assertThat(settings.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(settings.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
  }

  private static Configuration settingsOn(Configuration cluster) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(cluster);
    new PipelineJob(PIPELINE, DemoModel.source()).build(environment);
    return Configuration.fromMap(((Configuration) environment.getConfiguration()).toMap());
  }
}
