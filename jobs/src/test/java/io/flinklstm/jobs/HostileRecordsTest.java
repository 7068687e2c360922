package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.jobs.audit.Audit;
import io.flinklstm.jobs.audit.AuditReport;
import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.audit.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileRecordsTest {

  private static final int EVENTS = 26 * 20;

  /** Each between two good events of the key it claims, in the same partition. */
  private static final List<Hostile> HOSTILE =
      List.of(
          new Hostile("no json at all", "not JSON"),
          new Hostile("", "empty, expected a JSON object"),
          new Hostile((byte[]) null, "a tombstone, expected a JSON object"),
          new Hostile("x".repeat(1_000_000), "found 1000000 bytes, expected at most 65536"),
          new Hostile(new byte[] {(byte) 0xc3, (byte) 0x28}, "not UTF-8"),
          new Hostile("{\"time\":0,\"values\":[1]}", "field key is missing"),
          new Hostile("{\"key\":\"key-1\",\"values\":[1]}", "field time is missing"),
          new Hostile("{\"key\":\"key-1\",\"time\":0}", "field values is missing"),
          new Hostile("{\"key\":\"key-1\",\"key\":\"key-2\",\"time\":0,\"values\":[1]}", "Dupl"),
          new Hostile(values("1,2"), "found 2 values, expected 1"),
          new Hostile(values(""), "found 0 values, expected 1"),
          new Hostile(values("NaN"), "not JSON"),
          new Hostile(values("Infinity"), "not JSON"),
          new Hostile(values("-Infinity"), "not JSON"),
          new Hostile(values("\"NaN\""), "found a string, expected a number"),
          new Hostile(values("null"), "found null, expected a number"),
          new Hostile(values("1e400"), "beyond what float32 holds"),
          new Hostile(values("1e39"), "beyond what float32 holds"),
          new Hostile(values("1") + "{}", "found more after"),
          new Hostile("{\"key\":\"key-1\",\"time\":\"soon\",\"values\":[1]}", "is no time"),
          new Hostile("{\"x\":" + "[".repeat(1_000), "beyond limits"));

  @Test
  void badRecordsBecomeDeadLettersAndGoodOnesScoreAsWithoutThem() throws Exception {
    Topics alone = SharedBroker.topics(2);
    Topics mixed = SharedBroker.topics(2);
    run(alone, List.of());
    run(mixed, HOSTILE);

    Audit audit = new Audit(mixed, DemoModel.source().load());
    int bad = HOSTILE.size();
    assertThat(audit.run()).isEqualTo(new AuditReport(EVENTS + bad, EVENTS, bad, 0, 0, 0, 0));
    Audit undisturbed = new Audit(alone, DemoModel.source().load());
    undisturbed.run();
    assertThat(byKeyAndStep(audit.results())).isEqualTo(byKeyAndStep(undisturbed.results()));
    assertDeadLetters(mixed);
  }

  private static void run(Topics topics, List<Hostile> hostile) throws Exception {
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(topics, 2)) {
      for (int i = 0; i < EVENTS; i++) {
        input.write(TestInput.key(i), TestInput.event(i));
        if (i % 20 == 0 && i / 20 < hostile.size()) {
          input.write("key-1", hostile.get(i / 20).value());
        }
      }
      job.await(EVENTS + hostile.size());
    }
  }

  private static void assertDeadLetters(Topics topics) {
    List<JsonNode> letters = new ArrayList<>();
    try (CommittedReader reader =
        new CommittedReader(topics.bootstrapServers(), List.of(topics.deadLetters()))) {
      reader.readToEnd(record -> letters.add(json(record.value())));
    }
    letters.sort(Comparator.comparing(letter -> letter.get("offset").asLong()));
    assertThat(letters).hasSameSizeAs(HOSTILE);
    for (int i = 0; i < letters.size(); i++) {
      JsonNode letter = letters.get(i);
      Hostile sent = HOSTILE.get(i);
      assertThat(letter.get("topic").asText()).isEqualTo(topics.input());
      assertThat(letter.get("reason").asText()).contains(sent.reason());
      assertThat(letter.get("length").asInt()).isEqualTo(sent.length());
      assertThat(letter.get("head").asText()).isEqualTo(sent.head());
    }
  }

  /** Without the place in the input, which the bad records moved. */
  private static List<Result> byKeyAndStep(List<Result> results) {
    return results.stream()
        .map(
            r ->
                new Result(
                    r.key(),
                    r.time(),
                    r.step(),
                    r.warm(),
                    r.label(),
                    r.values(),
                    r.forecast(),
                    r.expected(),
                    r.errors(),
                    r.error(),
                    r.score(),
                    r.model(),
                    "",
                    0,
                    0))
        .sorted(Comparator.comparing(Result::key).thenComparing(Result::step))
        .toList();
  }

  private static JsonNode json(byte[] value) {
    try {
      return new ObjectMapper().readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String values(String values) {
    return "{\"key\":\"key-1\",\"time\":0,\"values\":[" + values + "]}";
  }

  private record Hostile(byte[] value, String reason) {

    Hostile(String value, String reason) {
      this(value.getBytes(StandardCharsets.UTF_8), reason);
    }

    int length() {
      return value == null ? -1 : value.length;
    }

    String head() {
      byte[] bytes = value == null ? new byte[0] : value;
      return Base64.getEncoder()
          .encodeToString(java.util.Arrays.copyOf(bytes, Math.min(bytes.length, 256)));
    }
  }
}
