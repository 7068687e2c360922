package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.JarOutputStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteClusterTest {

  private static final Duration DELAY = Duration.ofSeconds(7);

  @TempDir private Path folder;

  @Test
  void howJobsRestartThereIsForTheClusterToSay() throws Exception {
    Configuration c = new Configuration();
    c.set(RestOptions.ADDRESS, "127.0.0.1");
    c.set(RestOptions.BIND_PORT, "0");
    c.set(CoreOptions.TMP_DIRS, folder.toString());
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, DELAY);
    c.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, DELAY);
    c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, DELAY); // not for the cluster to say
    Configuration asked = new Configuration();
    asked.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///savepoint");

    ReadableConfig found = environment(c, asked);
    assertThat(found.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("failure-rate");
    assertThat(found.get(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY))
        .isEqualTo(DELAY);
    assertThat(found.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT)).isEqualTo(DELAY);
    assertThat(found.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEmpty();
    assertThat(found.get(StateRecoveryOptions.SAVEPOINT_PATH)).isEqualTo("file:///savepoint");
  }

  /** Of jobs that go to a cluster with this configuration. */
  private ReadableConfig environment(Configuration cluster, Configuration asked) throws Exception {
    Path jar = folder.resolve("empty.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();
    try (MiniCluster running =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(cluster)
                .setNumTaskManagers(1)
                .build())) {
      running.start();
      running.requestClusterOverview().get(); // as soon as it has a leader
      return RemoteCluster.at(running.getRestAddress().get().getAuthority())
          .environment(jar, asked)
          .getConfiguration();
    }
  }
}
