package io.flinklstm.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.Stepping;
import io.flinklstm.jobs.record.DeadLetter;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Origin;
import io.flinklstm.jobs.record.OutgoingJson;
import io.flinklstm.jobs.record.ResultForm;
import io.flinklstm.operators.result.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Negative controls: each broken promise is planted and must be found. */
class AuditTest {

  private static final ResultForm FORM = new ResultForm(DemoModel.source().load().description());

  private static final int EVENTS = 20;
  private static final int BAD = 7; // the one record that is no event

  private Topics topics;
  private List<byte[]> results;
  private List<byte[]> deadLetters;
  private String key = "a"; // of all results

  @BeforeEach
  void writeInput() {
    topics = SharedBroker.topics(1);
    Recomputation recomputation = new Recomputation(DemoModel.source().load(), Stepping.plain(1));
    List<byte[]> input = new ArrayList<>();
    results = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      String json = "{\"key\":\"a\",\"time\":%d,\"values\":[%d]}".formatted(i, i % 5);
      input.add((i == BAD ? "bad" : json).getBytes(StandardCharsets.UTF_8));
      Origin origin = new Origin(topics.input(), 0, i);
      if (i != BAD) {
        Event event = new Event("a", i, new float[] {i % 5}, origin);
        results.add(result(event, recomputation.next(event).result().orElseThrow()));
      }
    }
    deadLetters = new ArrayList<>(List.of(deadLetter(BAD)));
    write(topics.input(), null, input);
  }

  @Test
  void findsNothingWhereAllIsWell() {
    assertThat(audit()).isEqualTo(new AuditReport(EVENTS, EVENTS - 1, 1, 0, 0, 0, 0));
    assertThat(audit().isClean()).isTrue();
  }

  @Test
  void findsAResultThatIsMissing() {
    results.remove(EVENTS - 2);
    assertThat(audit()).isEqualTo(new AuditReport(EVENTS, EVENTS - 2, 1, 1, 0, 0, 0));
  }

  @Test
  void aResultThatIsMissingDoesNotPutTheLaterOnesOutOfOrder() {
    results.remove(5);
    assertThat(audit()).isEqualTo(new AuditReport(EVENTS, EVENTS - 2, 1, 1, 0, 0, 0));
  }

  @Test
  void aRecordThatIsNoResultIsWrong() {
    results.add("no result".getBytes(StandardCharsets.UTF_8));
    results.add("{}".getBytes(StandardCharsets.UTF_8));
    results.add("null".getBytes(StandardCharsets.UTF_8));
    results.add(null);
    assertThat(audit()).isEqualTo(new AuditReport(EVENTS, EVENTS - 1, 1, 0, 0, 0, 4));
  }

  @Test
  void findsADeadLetterThatIsMissing() {
    deadLetters.clear();
    assertThat(audit()).isEqualTo(new AuditReport(EVENTS, EVENTS - 1, 0, 1, 0, 0, 0));
  }

  @Test
  void findsAResultThatIsThereTwice() {
    results.add(results.get(EVENTS - 2));
    AuditReport report = audit();
    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.isClean()).isFalse();
    assertThat(report.keeps(false)).as("at least once").isTrue();
  }

  @Test
  void findsResultsThatChangedPlaces() {
    results.add(3, results.remove(4));
    AuditReport report = audit();
    assertThat(report.outOfOrder()).isEqualTo(1); // the later one, seen from the other
    assertThat(report.wrong()).isZero();
    assertThat(report.isClean()).isFalse();
  }

  @Test
  void findsOneWrongBit() {
    String json = new String(results.get(5), StandardCharsets.UTF_8);
    Result result = parse(results.get(5));
    String forecast = Float.toString(result.forecast().get(0));
    String next = Float.toString(Math.nextUp(result.forecast().get(0)));
    results.set(5, json.replace(forecast, next).getBytes(StandardCharsets.UTF_8));
    assertThat(audit()).isEqualTo(new AuditReport(EVENTS, EVENTS - 1, 1, 0, 0, 0, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"values\":[0.0]   | \"values\":[1.0]",
        "\"values\":[0.0]   | \"values\":[null]",
        "\"errors\":[       | \"errors\":[7,",
        "\"errors\":        | \"errands\":",
        "\"warm\":true      | \"warm\":false",
        "\"warm\":true      | \"label\":\"up\",\"warm\":true",
      })
  void findsAnyOtherFieldThatIsWrong(String right, String planted) {
    String json = new String(results.get(5), StandardCharsets.UTF_8);
    assertThat(json).contains(right);
    results.set(5, json.replace(right, planted).getBytes(StandardCharsets.UTF_8));
    assertThat(audit()).isEqualTo(new AuditReport(EVENTS, EVENTS - 1, 1, 0, 0, 0, 1));
  }

  @Test
  void findsResultsUnderAnothersKey() {
    key = "b";
    assertThat(audit()).isEqualTo(new AuditReport(EVENTS, EVENTS - 1, 1, 0, 0, 0, EVENTS - 1));
    key = null;
    assertThat(audit().wrong()).isEqualTo(EVENTS - 1);
  }

  @Test
  void resultsOfAnotherModelAreNotJudged() {
    String ours = parse(results.get(5)).model();
    String json = new String(results.get(5), StandardCharsets.UTF_8);
    results.set(5, json.replace(ours, "0123456789abcdef").getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(this::audit)
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(
            "found results of the models 0123456789abcdef, expected those of " + ours + " alone");
    results.set(5, json.replace(ours, "no-model").getBytes(StandardCharsets.UTF_8));
    assertThat(audit().wrong()).isEqualTo(1);
  }

  @Test
  void findsADeadLetterForAGoodEvent() {
    deadLetters.add(deadLetter(3));
    AuditReport report = audit();
    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.wrong()).isEqualTo(1);
  }

  private AuditReport audit() {
    Topics fresh = SharedBroker.topics(1);
    write(fresh.output(), key, results);
    write(fresh.deadLetters(), null, deadLetters);
    Topics judged =
        new Topics(topics.bootstrapServers(), topics.input(), fresh.output(), fresh.deadLetters());
    return new Audit(judged, DemoModel.source().load()).run();
  }

  private static byte[] result(Event event, Result r) {
    float expected = r.expected().get(0) == null ? Float.NaN : r.expected().get(0);
    return OutgoingJson.result(
            "out",
            FORM,
            new Prediction<>(
                event,
                r.step(),
                r.step(),
                true,
                new float[] {r.forecast().get(0)},
                "",
                new float[] {expected},
                r.error(),
                r.score(),
                Long.parseUnsignedLong(r.model(), 16)))
        .value();
  }

  private byte[] deadLetter(int offset) {
    Origin origin = new Origin(topics.input(), 0, offset);
    return OutgoingJson.deadLetter("dead", DeadLetter.of(origin, new byte[0], "why")).value();
  }

  private static Result parse(byte[] value) {
    try {
      return Result.parse(value);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void write(String topic, String key, List<byte[]> values) {
    byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedBroker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      values.forEach(value -> producer.send(new ProducerRecord<>(topic, bytes, value)));
    }
  }
}
