package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.junit.jupiter.api.Test;

/** Flink's configuration as it is shipped: nobody from outside reaches it, and it takes no jars. */
class ShippedConfigurationTest {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  private final Configuration shipped = GlobalConfiguration.loadConfiguration("../docker/conf");

  @Test
  void bindsToLoopbackOnly() {
    assertThat(LOOPBACK)
        .contains(
            shipped.get(RestOptions.BIND_ADDRESS),
            shipped.get(JobManagerOptions.BIND_HOST),
            shipped.get(TaskManagerOptions.BIND_HOST));
  }

  @Test
  void takesNoJarsAndNoCancelFromABrowser() {
    assertThat(shipped.get(WebOptions.SUBMIT_ENABLE)).isFalse();
    assertThat(shipped.get(WebOptions.CANCEL_ENABLE)).isFalse();
  }
}
