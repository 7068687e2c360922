package io.flinklstm.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {

  private final List<String> wrong = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @Test
  void aBrokerThatDoesNotTellItsLimitIsNoted() {
    compare(new Config(List.of()));
    compare(of(null));
    assertThat(wrong).isEmpty();
    assertThat(notes)
        .hasSize(2)
        .containsOnly(
            "the broker does not tell its transaction.max.timeout.ms: it must be at least 900000");
  }

  @Test
  void aLimitThatIsToldIsKept() {
    compare(of("900000"));
    assertThat(wrong).isEmpty();
    compare(of("899999"));
    assertThat(wrong).singleElement().asString().contains("transaction.max.timeout.ms of 899999");
    assertThat(notes).isEmpty();
  }

  private static Config of(String limit) {
    return new Config(List.of(new ConfigEntry("transaction.max.timeout.ms", limit)));
  }

  private void compare(Config broker) {
    try (Admin unasked = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
      new ClusterCheck(unasked, "User:sam", "127.0.0.1:1", wrong, notes)
          .compare(Duration.ofMinutes(15), List.of(broker));
    }
  }
}
