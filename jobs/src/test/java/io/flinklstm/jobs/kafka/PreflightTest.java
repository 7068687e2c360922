package io.flinklstm.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.AnomalyPipeline;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  @Test
  void acceptsTheDefaultsOnAFreshBroker() {
    assertThatCode(() -> check(SharedBroker.topics(1), INTERVAL, TIMEOUT))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesATransactionTimeoutAboveTheBrokersMaximum() {
    assertThatThrownBy(() -> check(SharedBroker.topics(1), INTERVAL, Duration.ofHours(1)))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "the transaction timeout of 3600000 ms is above the broker's"
                + " transaction.max.timeout.ms of 900000 ms; lower the one or raise the other");
  }

  @Test
  void refusesATransactionTimeoutThatOutagesWouldOutlast() {
    assertThatThrownBy(
            () -> check(SharedBroker.topics(1), Duration.ofMinutes(10), Duration.ofMinutes(15)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("too short for a checkpoint interval of 600000 ms")
        .hasMessageContaining("set it to at least 1800000 ms");
  }

  @Test
  void namesAllThatIsWrongAtOnce() {
    Topics topics = new Topics(SharedBroker.bootstrapServers(), "nowhere", "neither", "nor");
    assertThatThrownBy(() -> check(topics, INTERVAL, Duration.ofHours(1)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("no topic neither, nor, nowhere on Kafka at")
        .hasMessageContaining("above the broker's transaction.max.timeout.ms");
  }

  @Test
  void saysWhereNobodyAnswers() {
    Topics topics = new Topics("127.0.0.1:1", "a", "b", "c");
    assertThatThrownBy(() -> check(topics, INTERVAL, TIMEOUT))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith("Kafka at 127.0.0.1:1 does not answer");
  }

  private static void check(Topics topics, Duration interval, Duration timeout) {
    new Preflight(
            new AnomalyPipeline("preflight", topics, Optional.empty(), interval, timeout, 16, 32))
        .check();
  }
}
