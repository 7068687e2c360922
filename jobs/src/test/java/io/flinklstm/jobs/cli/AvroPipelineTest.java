package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.RunningJob;
import io.flinklstm.jobs.ServedFile;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.TestInput;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.pipeline.Consumption;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.record.AvroBytes;
import io.flinklstm.jobs.record.AvroResults;
import io.flinklstm.jobs.record.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline of Avro from topics that match a pattern, with a registry for both ends and its model
 * on a web server.
 */
class AvroPipelineTest {

  private static final int EVENTS = 200;
  private static final String FIRST =
      """
      {"type": "record", "name": "Reading", "fields": [
        {"name": "sensor", "type": "string"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "count", "type": ["null", "int"]}]}
      """;
  private static final String SECOND =
      FIRST
          .replace("\"int\"", "\"double\"")
          .replace("[\n", "[{\"name\": \"x\", \"type\": \"int\"},");

  @TempDir private Path folder;
  private Topics topics;
  private String plants;
  private TestRegistry registry;
  private ServedFile model;
  private Path file;

  @BeforeEach
  void writeAPipeline() throws IOException {
    topics = SharedBroker.topics(2);
    plants = "plant-of-" + topics.input();
    SharedBroker.create(List.of(plants + "-1"), 2);
    registry = new TestRegistry();
    model = new ServedFile("/model.safetensors", DemoModel.bytes());
    String yaml =
        """
        name: %s
        kafka: {bootstrap: "%s"}
        input:
          topic-pattern: %s-[0-9]+
          format: avro-confluent
          key: sensor
          time: at
          features: {entries: count}
        registry: {url: "%s"}
        model: {file: "%s"}
        output: {topic: %s, dead-letters: %s, format: avro-confluent}
        checkpoints: {interval: 200 ms}
        """;
    file =
        Files.writeString(
            folder.resolve("pipeline.yaml"),
            yaml.formatted(
                topics.input(),
                topics.bootstrapServers(),
                plants,
                registry.url(),
                model.address(),
                topics.output(),
                topics.deadLetters()));
  }

  @AfterEach
  void stopServers() {
    registry.close();
    model.close();
  }

  private static byte[] reading(int id, String schema, String key, int i) {
    return AvroBytes.behind(
        id,
        AvroBytes.of(
            schema,
            record -> {
              record.put("sensor", key);
              record.put("at", i * 86_400_000L);
              record.put("count", schema.equals(FIRST) ? (Object) (i % 7) : (Object) (i % 7 + 0.5));
              if (record.hasField("x")) {
                record.put("x", 1);
              }
            }));
  }

  private void write(String topic, String schema, int id, String keys) throws Exception {
    try (TestInput input = new TestInput(topics, topic)) {
      for (int i = 0; i < EVENTS; i++) {
        String key = keys + i % 5;
        input.write(key, reading(id, schema, key, i));
      }
    }
  }

  @Test
  void recordsOfTwoSchemasFromTopicsOldAndNewAreScoredAndAudited() throws Exception {
    int first = registry.add(FIRST);
    int second = registry.add(SECOND);
    PipelineFile read = PipelineFile.read(file, System::getenv);
    Consumption consumption = read.pipeline().consumption();
    Consumption often =
        new Consumption(consumption.group(), consumption.start(), Duration.ofSeconds(10));
    PipelineFile described = new PipelineFile(read.pipeline().with(often), read.model());
    Invocation checked = Invocation.of("check", file);
    assertThat(checked.code()).as(checked.err()).isZero();
    assertThat(checked.out()).contains("topics like " + plants + "-[0-9]+ (now: " + plants + "-1");
    try (RunningJob job = RunningJob.start(described, 2)) {
      write(plants + "-1", FIRST, first, "a");
      write(plants + "-1", SECOND, second, "b");
      job.await(2 * EVENTS);
      SharedBroker.create(List.of(plants + "-2"), 2);
      write(plants + "-2", SECOND, second, "c");
      try (TestInput input = new TestInput(topics, plants + "-2")) {
        input.write("c0", reading(77, FIRST, "c0", 0));
      }
      job.await(3 * EVENTS + 1);
    }

    assertThat(registry.subjects()).containsExactly(topics.output() + "-value");
    Invocation audit = Invocation.of("audit", file);
    assertThat(audit.code()).as(audit.out() + audit.err()).isZero();
    assertThat(audit.out()).contains("CLEAN: 601 events, 600 results, 1 dead letters");
    assertResultsLieWhereTheirEventsLay(described);
    assertThat(letters())
        .singleElement()
        .asString()
        .contains("schema 77 is unknown to the registry");
    String yaml = Files.readString(file);
    registry.name("taken", FIRST);
    String taken =
        yaml.replace("format: avro-confluent}", "format: avro-confluent, subject: taken}");
    Invocation other = Invocation.of("check", Files.writeString(file, taken));
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err())
        .contains("output.subject: taken at the schema registry has a schema that results do not");
    Files.writeString(file, yaml);
    registry.close();
    Invocation alone = Invocation.of("check", file);
    assertThat(alone.code()).isEqualTo(1);
    assertThat(alone.err()).contains("the schema registry at " + registry.url());
  }

  /** The topics have as many partitions, and a key is spread as Kafka's producers spread it. */
  private void assertResultsLieWhereTheirEventsLay(PipelineFile described) {
    AvroResults results = new AvroResults(described.pipeline().results());
    try (CommittedReader reader =
        new CommittedReader(topics.bootstrapServers(), List.of(topics.output()))) {
      reader.readToEnd(
          record -> {
            GenericRecord result = results.read(record.value());
            assertThat(result.get("partition")).isEqualTo(record.partition());
            assertThat(new String(record.key(), StandardCharsets.UTF_8))
                .isEqualTo(result.get("key").toString());
          });
    }
  }

  private List<String> letters() {
    List<String> letters = new ArrayList<>();
    try (CommittedReader reader =
        new CommittedReader(topics.bootstrapServers(), List.of(topics.deadLetters()))) {
      reader.readToEnd(record -> letters.add(new String(record.value(), StandardCharsets.UTF_8)));
    }
    return letters;
  }
}
