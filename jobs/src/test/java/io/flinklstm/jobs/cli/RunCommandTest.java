package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.TestInput;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.audit.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A pipeline from its file to the records in its topics. */
class RunCommandTest {

  private static final int EVENTS = 500;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Result> results = new ArrayList<>();
  private final List<String> letters = new ArrayList<>();
  private Topics topics;

  @BeforeEach
  void writeAPipelineAndItsFiles() throws IOException {
    topics = SharedBroker.topics(2);
    Files.write(folder.resolve("model.safetensors"), DemoModel.bytes());
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      String count = i == 100 ? "null" : Integer.toString(i % 7);
      lines.append(
          "{\"at\":%d,\"body\":{\"count\":[9,%s]},\"id\":{\"of\":\"s-%d\"},\"x\":[{}]}\n"
              .formatted(i * 86_400_000L, count, i % 5));
    }
    lines.append("{\"at\":0,\"id\":{\"of\":7.5},\"body\":{}}\n");
    Files.writeString(folder.resolve("old.jsonl"), lines);
    Files.writeString(
        folder.resolve("pipeline.yaml"),
        """
        name: %s
        kafka: {bootstrap: "%s"}
        input:
          topic: %s
          history: %s
          history-only: true
          key: id.of
          time: at
          features: {entries: "body.count[1]"}
        model: {file: model.safetensors}
        output: {topic: %s, dead-letters: %s}
        """
            .formatted(
                topics.input(),
                topics.bootstrapServers(),
                topics.input(),
                folder.resolve("old.jsonl").toUri(),
                topics.output(),
                topics.deadLetters()));
  }

  private int execute(String... arguments) {
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return main.execute(arguments);
  }

  private String file() {
    return folder.resolve("pipeline.yaml").toString();
  }

  @Test
  void aCheckSaysWhatThePipelineDoes() {
    assertThat(execute("check", file())).isZero();
    assertThat(out.toString())
        .contains("sound", "old.jsonl and ends", "key id.of", "body.count[1]", topics.deadLetters())
        .doesNotContain("as group");
    assertThat(execute("check", "--offline", file())).isZero();
  }

  @Test
  void aCheckAsksKafkaUnlessToldNotTo() throws IOException {
    String gone = Files.readString(Path.of(file())).replace(topics.output(), "no-such-topic");
    Files.writeString(Path.of(file()), gone);
    assertThat(execute("check", file())).isEqualTo(1);
    assertThat(err.toString()).contains("no topic no-such-topic on Kafka");
    assertThat(execute("check", "--offline", file())).isZero();
    assertThat(out.toString()).contains("Kafka was not asked");
  }

  @Test
  void aCheckShowsHowRecordsAreUnderstood() throws Exception {
    try (TestInput input = new TestInput(topics)) {
      input.write(0, 100);
    }
    assertThat(execute("check", "--sample", "3", file())).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("first 3 records", "dead letter: field id.of is missing")
        .contains("0 events, 3 dead letters");

    String standard =
        Files.readString(Path.of(file())).replaceAll("(?m)^  (key|time|features):.*\\n", "");
    Files.writeString(Path.of(file()), standard);
    assertThat(execute("check", "--sample", "1000", file())).isZero();
    assertThat(out.toString())
        .contains("first 100 records", "100 events, 0 dead letters")
        .containsPattern("key key-1, 1970-01-01T00:00:00Z, entries \\d");
    assertThat(execute("check", "--sample", "1", "--offline", file())).isEqualTo(2);
  }

  @Test
  void aRunScoresWhatItsPathsFind() {
    assertThat(execute("run", "--local", "--parallelism", "1", file())).isZero();
    readTopics();
    assertThat(results).hasSize(EVENTS - 1);
    assertThat(results).extracting(Result::key).contains("s-0", "s-4");
    assertThat(letters)
        .hasSize(2)
        .anySatisfy(letter -> assertThat(letter).contains("\"offset\":100", "entries"))
        .anySatisfy(letter -> assertThat(letter).contains("field id.of: found a number"));
  }

  @Test
  void aRunReadsCsv() throws IOException {
    StringBuilder lines = new StringBuilder("sensor,at,room,entries\r\n");
    for (int i = 0; i < EVENTS; i++) {
      String count = i == 100 ? "" : Integer.toString(i % 7);
      lines.append("s-%d,%d,\"1, 2\",%s\r\n".formatted(i % 5, i * 86_400_000L, count));
    }
    Files.writeString(folder.resolve("old.jsonl"), lines + "s-0,2011-02-02,1\n");
    String csv =
        Files.readString(Path.of(file()))
            .replace("key: id.of", "key: sensor")
            .replaceAll("features: .*", "format: csv\n  columns: [sensor, at, room, entries]");
    Files.writeString(Path.of(file()), csv);
    assertThat(execute("run", "--local", "--parallelism", "1", file())).isZero();
    readTopics();
    assertThat(results).hasSize(EVENTS - 1);
    assertThat(results).extracting(Result::key).contains("s-0", "s-4");
    assertThat(letters)
        .hasSize(2)
        .anySatisfy(letter -> assertThat(letter).contains("\"offset\":101", "entries"))
        .anySatisfy(letter -> assertThat(letter).contains("found 3 values, expected 4"));
  }

  private void readTopics() {
    try (CommittedReader reader =
        new CommittedReader(
            topics.bootstrapServers(), List.of(topics.output(), topics.deadLetters()))) {
      reader.readToEnd(
          record -> {
            if (record.topic().equals(topics.output())) {
              results.add(parse(record.value()));
            } else {
              letters.add(new String(record.value(), StandardCharsets.UTF_8));
            }
          });
    }
  }

  private static Result parse(byte[] value) {
    try {
      return Result.parse(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
