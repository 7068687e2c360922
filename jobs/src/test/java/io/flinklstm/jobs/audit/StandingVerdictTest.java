package io.flinklstm.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Network;
import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class StandingVerdictTest {

  private static final Network NETWORK = DemoModel.source().load();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  @Test
  void whatIsNoResultIsWrongAndTheAuditGoesOn() throws Exception {
    Topics topics = SharedBroker.topics(1);
    Pipeline pipeline = Pipeline.of("audited", topics, Layout.standard(1));
    try (StandingVerdict standing = new StandingVerdict(pipeline, NETWORK)) {
      assertThat(standing.verdict().report().predictions()).isZero();
      send(topics.output(), "{\"key\":", "{}", "null");
      StandingVerdict.Verdict three = await(standing, v -> v.report().predictions() == 3);
      assertThat(three.report().wrong()).isEqualTo(3);
      send(topics.deadLetters(), "no letter of ours");
      send(topics.output(), "not JSON at all");
      StandingVerdict.Verdict four = await(standing, v -> v.report().predictions() == 4);
      assertThat(four.report().wrong()).isEqualTo(4);
      assertThat(four.standstill()).isEmpty();
    }
  }

  @Test
  void saysWhyItCannotFollow() throws Exception {
    Topics nowhere = new Topics("127.0.0.1:9", "in", "out", "dead");
    Pipeline pipeline =
        Pipeline.of("audited", nowhere, Layout.standard(1))
            .withKafka(Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "500"));
    try (StandingVerdict standing = new StandingVerdict(pipeline, NETWORK)) {
      StandingVerdict.Verdict verdict = await(standing, v -> !v.standstill().isEmpty());
      assertThat(verdict.isComplete()).isFalse();
      assertThat(verdict.report().predictions()).isZero();
    }
  }

  private static StandingVerdict.Verdict await(
      StandingVerdict standing, Predicate<StandingVerdict.Verdict> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(standing.verdict()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    assertThat(standing.verdict()).matches(condition);
    return standing.verdict();
  }

  private static void send(String topic, String... values) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedBroker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8))).get();
      }
    }
  }
}
