package io.flinklstm.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.RunningJob;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.TestInput;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.pipeline.Stepping;
import io.flinklstm.jobs.pipeline.Stepping.Missing;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that do not step every event, or give no result of it, are judged as well. */
class SteppingAuditTest {

  private static final int EVENTS = 1_500; // the scorer learns for 365 of each key's
  private static final int KEYS = 3;
  private static final int ACTIONS = 500;
  private static final long DAY = 86_400_000L;

  @TempDir private Path folder;

  private PipelineFile pipeline(Topics topics, String operator) throws IOException {
    Files.write(folder.resolve("model.safetensors"), DemoModel.bytes());
    String yaml =
        """
        name: %s
        kafka: {bootstrap: "%s"}
        input: {topic: %s, features: {entries: count}}
        model: {file: model.safetensors}
        operator: {%s}
        output: {topic: %s, dead-letters: %s}
        checkpoints: {interval: 200 ms}
        """;
    Path file =
        Files.writeString(
            folder.resolve("pipeline.yaml"),
            yaml.formatted(
                topics.input(),
                topics.bootstrapServers(),
                topics.input(),
                operator,
                topics.output(),
                topics.deadLetters()));
    return PipelineFile.read(file, name -> null);
  }

  /** Every 7th event lacks its value, and each key pauses for ten days now and then. */
  private static Event event(int i) {
    long day = i / KEYS + i / 60 * 10;
    float count = i % 7 == 3 ? Float.NaN : i * i % 11;
    return new Event("k" + i % KEYS, day * DAY, new float[] {count}, new Origin("", 0, i));
  }

  private static void write(Topics topics) throws Exception {
    try (TestInput input = new TestInput(topics)) {
      for (int i = 0; i < EVENTS; i++) {
        Event event = event(i);
        float count = event.values()[0];
        String json =
            "{\"key\":\"%s\",\"time\":%d,\"count\":%s}"
                .formatted(event.key(), event.time(), Float.isNaN(count) ? null : count);
        input.write(event.key(), json.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static List<Due> due(Stepping stepping) {
    Recomputation recomputation = new Recomputation(DemoModel.source().load(), stepping);
    return IntStream.range(0, EVENTS).mapToObj(i -> recomputation.next(event(i))).toList();
  }

  private AuditReport audited(String operator) throws Exception {
    Topics topics = SharedBroker.topics(2);
    PipelineFile file = pipeline(topics, operator);
    Stepping stepping = Stepping.of(file.pipeline().scoring(), List.of("entries"));
    long due = due(stepping).stream().filter(each -> !each.isNothing()).count();
    assertThat(due).isBetween(50L, EVENTS - 50L);
    try (RunningJob job = RunningJob.start(file, 2)) {
      write(topics);
      job.await(due);
    }
    return new Audit(file.pipeline(), file.model().load()).run();
  }

  @Test
  void everyThirdStepOfSequencesThatEndByGapsAndLengthWithLastValues() throws Exception {
    AuditReport report =
        audited(
            "missing: last-value, reset-after-gap: 5 d, reset-every: 16, warm-up-steps: 7, emit: every-nth 3");
    assertThat(report.isClean()).as(report.toString()).isTrue();
    assertThat(report.events()).isEqualTo(EVENTS);
  }

  @Test
  void scoresFromAThresholdWithForecastsForMissingValues() throws Exception {
    Stepping all =
        new Stepping(0, 0, 0, 1, Double.NEGATIVE_INFINITY, false, List.of(Missing.FORECAST));
    double[] scores =
        due(all).stream().mapToDouble(due -> due.result().orElseThrow().score()).sorted().toArray();
    AuditReport report = audited("missing: forecast, emit: score-from " + scores[EVENTS * 9 / 10]);
    assertThat(report.isClean()).as(report.toString()).isTrue();
    assertThat(report.events()).isEqualTo(EVENTS);
  }

  /** What users do, of which a classifier makes their kind. */
  private AuditReport auditedUsers(String more) throws Exception {
    Topics topics = SharedBroker.topics(2);
    Path example = Path.of("../examples/users").toRealPath();
    String yaml =
        Files.readString(example.resolve("pipeline.yaml"))
            .replaceAll("(?m)^name: .*", "name: " + topics.input())
            .replace("${ENV:KAFKA}", topics.bootstrapServers())
            .replace("topic: user-actions", "topic: " + topics.input())
            .replace("file: model", "file: " + example + "/model")
            .replace("topic: user-kinds", "topic: " + topics.output())
            .replace("dead-letters: user-dead-letters", "dead-letters: " + topics.deadLetters())
            .replace("operator:", "checkpoints: {interval: 200 ms}\noperator:\n  warm-up-steps: 3")
            .concat(more);
    PipelineFile file =
        PipelineFile.read(Files.writeString(folder.resolve("users.yaml"), yaml), name -> null);
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(file, 2)) {
      for (String line : Files.readAllLines(example.resolve("actions.jsonl")).subList(0, ACTIONS)) {
        String user = line.replaceAll(".*\"user\": \"([^\"]+)\".*", "$1");
        input.write(user, line.getBytes(StandardCharsets.UTF_8));
      }
      job.await(ACTIONS);
    }
    return new Audit(file.pipeline(), file.model().load()).run();
  }

  @Test
  void aClassifierAndItsLabels() throws Exception {
    AuditReport clean = new AuditReport(ACTIONS, ACTIONS, 0, 0, 0, 0, 0);
    assertThat(auditedUsers("")).isEqualTo(clean);
    assertThat(auditedUsers("  format: avro\n")).isEqualTo(clean);
  }

  @Test
  void stepsThatAreSkippedGiveNothing() {
    List<Due> due =
        due(new Stepping(0, 10, 0, 1, Double.NEGATIVE_INFINITY, false, List.of(Missing.SKIP)));
    for (int i = 0; i < EVENTS; i++) {
      assertThat(due.get(i).isNothing()).as("event " + i).isEqualTo(i % 7 == 3);
    }
  }
}
