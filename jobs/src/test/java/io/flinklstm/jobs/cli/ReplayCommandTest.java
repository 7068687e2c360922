package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.audit.CommittedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

  private static final Path MODEL = Path.of("../examples/sensors/model.safetensors");

  @TempDir private Path folder;
  private Topics topics;
  private Path pipeline;

  @BeforeEach
  void writePipeline() throws IOException {
    topics = SharedBroker.topics(2);
    pipeline =
        Files.writeString(
            folder.resolve("pipeline.yaml"),
            """
            name: %s
            kafka: {bootstrap: %s}
            input:
              topic: %s
              format: csv
              columns: [pump, at, temperature, pressure, vibration, power]
              key: pump
              time: at
            model: {file: %s}
            output: {topic: %s, dead-letters: %s}
            """
                .formatted(
                    topics.input(),
                    topics.bootstrapServers(),
                    topics.input(),
                    MODEL.toRealPath(),
                    topics.output(),
                    topics.deadLetters()));
  }

  @Test
  void everyLineBecomesARecordWithTheEventsKeyInTheFilesOrder() throws IOException {
    String heading = "pump,at,temperature,pressure,vibration,power";
    List<String> lines =
        Stream.of("a,1,50,4,1,11", "b,2,51,4,1,11", "a,3,52,4,1,11", "none of it é").toList();
    Path file =
        Files.writeString(
            folder.resolve("readings.csv"), heading + "\n\n" + String.join("\n", lines));
    Invocation replay = Invocation.of("replay", "--rate", "1000", pipeline, file);
    assertThat(replay.code()).as(replay.err()).isZero();
    assertThat(replay.lastLine())
        .isEqualTo(
            "replay: 4 records written to %s, 1 of them not readable by the pipeline"
                .formatted(topics.input()));
    assertThat(read())
        .isEqualTo(
            Map.of(
                "a",
                List.of(lines.get(0), lines.get(2)),
                "b",
                List.of(lines.get(1)),
                "none",
                List.of(lines.get(3))));
  }

  @Test
  void aPaceThatIsNoneIsRefused() {
    Invocation replay = Invocation.of("replay", "--rate", "0", pipeline, pipeline);
    assertThat(replay.code()).isEqualTo(2);
    assertThat(replay.err()).contains("found a pace of 0.0, expected a number above 0");
  }

  @Test
  void rateAndSpeedExcludeEachOther() {
    assertThat(Invocation.of("replay", "--rate", "1", "--speed", "1", pipeline, pipeline).code())
        .isEqualTo(2);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Invocation replay = Invocation.of("replay", pipeline, folder.resolve("absent.csv"));
    assertThat(replay.code()).isEqualTo(1);
    assertThat(replay.err()).contains("absent.csv cannot be read").contains("give the path");
  }

  @Test
  void linesAreNotWrittenIntoATopicOfOtherThanText() throws IOException {
    Files.writeString(
        folder.resolve("reading.avsc"),
        """
        {"type": "record", "name": "Reading", "fields": [
          {"name": "key", "type": "string"}, {"name": "time", "type": "long"},
          {"name": "values", "type": {"type": "array", "items": "double"}}]}
        """);
    String avro =
        Files.readString(pipeline)
            .replaceAll("format: csv\n.*\n.*\n.*\n", "format: avro\n  schema: reading.avsc\n");
    Invocation replay = Invocation.of("replay", Files.writeString(pipeline, avro), pipeline);
    assertThat(replay.code()).isEqualTo(1);
    assertThat(replay.err())
        .contains("found an Avro record, expected input.format: json or csv")
        .hasLineCount(1);
    assertThat(read()).isEmpty();
  }

  private Map<String, List<String>> read() {
    Map<String, List<String>> values = new HashMap<>();
    try (CommittedReader reader =
        new CommittedReader(topics.bootstrapServers(), List.of(topics.input()))) {
      reader.readToEnd(record -> values.merge(key(record), List.of(text(record)), this::joined));
    }
    return values;
  }

  private List<String> joined(List<String> before, List<String> after) {
    return Stream.concat(before.stream(), after.stream()).toList();
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "none" : new String(record.key(), StandardCharsets.UTF_8);
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }
}
