package io.flinklstm.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.History;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
  void tellsThePartitionsAndWhatMaySurprise() {
    Topics three = SharedBroker.topics(3);
    Topics one = SharedBroker.topics(1);
    Topics topics =
        new Topics(three.bootstrapServers(), three.input(), one.output(), one.deadLetters());
    Delivery unaligned = new Delivery(true, INTERVAL, TIMEOUT, true);
    Findings findings =
        new Preflight(
                Pipeline.of("preflight", topics, Layout.standard(1))
                    .with(unaligned)
                    .withMaxParallelism(2))
            .check();
    assertThat(findings.named(topics.input())).isEqualTo(topics.input() + " (3 partitions)");
    assertThat(findings.named(topics.output())).isEqualTo(topics.output() + " (1 partition)");
    assertThat(findings.notes())
        .hasSize(3)
        .anySatisfy(note -> assertThat(note).contains("has 3 partitions and max-parallelism is 2"))
        .anySatisfy(note -> assertThat(note).contains("not in the partition of its events'"))
        .anySatisfy(note -> assertThat(note).startsWith("unaligned checkpoints: to change"));
  }

  @Test
  void tellsHowLongAnArchiveMayTakeInOneTransaction() {
    Pipeline archive =
        Pipeline.of("preflight", SharedBroker.topics(1), Layout.standard(1))
            .with(new History(List.of("file:///archive"), true));
    assertThat(new Preflight(archive).check().notes())
        .singleElement()
        .asString()
        .contains("must end within the transaction timeout of 15 min", "at-least-once");
    Delivery atLeastOnce = new Delivery(false, INTERVAL, TIMEOUT, false);
    assertThat(new Preflight(archive.with(atLeastOnce)).check().notes()).isEmpty();
  }

  @Test
  void notesThatAJobOfThisNameHasTransactionsOpen() {
    Topics topics = SharedBroker.topics(1);
    Pipeline pipeline = Pipeline.of("twice", topics, Layout.standard(1));
    try (KafkaProducer<byte[], byte[]> mine = producer("twice-0-7");
        KafkaProducer<byte[], byte[]> other = producer("twice-as-fast-0-7")) {
      for (KafkaProducer<byte[], byte[]> producer : List.of(mine, other)) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topics.output(), new byte[1]));
        producer.flush();
      }
      assertThat(new Preflight(pipeline).check().notes())
          .singleElement()
          .asString()
          .startsWith("transactions of twice that are open: 1; if the job runs elsewhere, stop it");
      mine.abortTransaction();
      other.abortTransaction();
    }
    assertThat(new Preflight(pipeline).check().notes()).isEmpty();
  }

  private static KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            SharedBroker.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            transactionalId);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void acceptsATimeoutThatThePipelineChooses() {
    Pipeline patient =
        Pipeline.of("preflight", SharedBroker.topics(1), Layout.standard(1))
            .withKafka(Map.of("request.timeout.ms", "30000"));
    assertThatCode(() -> new Preflight(patient).check()).doesNotThrowAnyException();
  }

  @Test
  void saysWhereNobodyAnswers() {
    Topics topics = new Topics("127.0.0.1:1", "a", "b", "c");
    Pipeline impatient =
        Pipeline.of("preflight", topics, Layout.standard(1))
            .withKafka(Map.of("request.timeout.ms", "500", "default.api.timeout.ms", "1000"));
    assertThatThrownBy(() -> new Preflight(impatient).check())
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith("Kafka at 127.0.0.1:1 does not answer");
  }

  private static void check(Topics topics, Duration interval, Duration timeout) {
    new Preflight(
            Pipeline.of("preflight", topics, Layout.standard(1))
                .with(
                    Delivery.standard()
                        .withCheckpointInterval(interval)
                        .withTransactionTimeout(timeout)))
        .check();
  }
}
