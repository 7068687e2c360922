package io.flinklstm.jobs.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.record.Categories;
import io.flinklstm.jobs.record.FieldPath;
import io.flinklstm.jobs.record.FieldReading;
import io.flinklstm.jobs.record.RecordFormat;
import io.flinklstm.operators.Emission;
import io.flinklstm.operators.MissingValue;
import io.flinklstm.operators.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pipeline file means, and what is said of one that means nothing. */
class PipelineFileTest extends WrittenPipelines {

  @Test
  void theLeastThatCanBeSaidHasDefaultsForAllTheRest() throws IOException {
    Pipeline pipeline = pipeline(LEAST);
    assertThat(pipeline.topics().late()).isEqualTo("bad");
    assertThat(pipeline.delivery())
        .isEqualTo(new Delivery(true, Duration.ofSeconds(10), Duration.ofMinutes(15), false));
    assertThat(pipeline.scoring()).isEqualTo(Scoring.standard());
    assertThat(pipeline.scoring().order()).isEqualTo(Order.ARRIVAL);
    assertThat(pipeline.consumption().start()).isEqualTo(new Start.Committed());
    assertThat(pipeline.layout().values()).isEmpty();
  }

  @Test
  void everythingCanBeSaid() throws IOException {
    Files.createFile(folder.resolve("old.jsonl"));
    Pipeline pipeline =
        pipeline(
            LEAST
                .replace(
                    "  topic: readings",
                    """
                      topic: readings
                      start: 2011-02-02T00:00:00Z
                      key: device.id
                      features: {entries: "body.counts[2]"}
                      history: [old.jsonl, 's3://archive/older']\
                    """)
                .concat(
                    """
                    checkpoints: {interval: 500 ms}
                    operator:
                      order: event-time
                      missing-fields: {entries: last-value}
                      reset-after-gap: 2 h
                      emit: every-nth 5
                    """));
    assertThat(pipeline.consumption().start()).isEqualTo(new Start.At(1_296_604_800_000L));
    assertThat(pipeline.layout().key()).isEqualTo(FieldPath.parse("device.id"));
    assertThat(pipeline.layout().values()).containsExactly(number("body.counts[2]"));
    assertThat(pipeline.history().orElseThrow().files())
        .containsExactly("file://" + folder.resolve("old.jsonl"), "s3://archive/older");
    assertThat(pipeline.delivery().checkpointInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(pipeline.scoring().order()).isEqualTo(Order.EVENT_TIME);
    assertThat(pipeline.scoring().missingFields())
        .isEqualTo(Map.of("entries", MissingValue.LAST_VALUE));
    assertThat(pipeline.scoring().resetAfterGap()).contains(Duration.ofHours(2));
    assertThat(pipeline.scoring().emit()).isEqualTo(Emission.everyNth(5));
  }

  @Test
  void allThatIsWrongIsSaidAtOnceWithItsLine() {
    assertRefused(
        """
        nmae: sensors
        kafka:
          bootstrap: ""
        input:
          topic: readings
          key: a..b
        operator:
          max-wave: lots
          gap: 2 h
        model: model.safetensors
        output:
          topic: results
          topic: more
        """,
        "pipeline.yaml:1: nmae: found a name that means nothing here, expected name, as it may be",
        "pipeline.yaml: name: found nothing, expected text",
        "pipeline.yaml:3: kafka.bootstrap: found \"\", expected text",
        "pipeline.yaml:6: input.key: found \"a..b\", expected a path",
        "pipeline.yaml:10: model: found \"model.safetensors\", expected a mapping",
        "pipeline.yaml:9: operator.gap: found a name that means nothing here, expected one of order",
        "pipeline.yaml:8: operator.max-wave: found \"lots\", expected a whole number from 1 to 65536",
        "pipeline.yaml:13: output.topic: found it a second time, expected it once",
        "pipeline.yaml:12: output.dead-letters: found nothing, expected text");
  }

  @Test
  void whatDoesNotFitTheModelIsRefused() {
    assertRefused(
        LEAST.replace("  topic: readings", "  topic: readings\n  features: {entires: a}"),
        "pipeline.yaml:6: input.features: found entires, expected a field of the model: one of",
        "pipeline.yaml:6: input.features: found no entries, expected all of [entries]");
    assertRefused(
        LEAST + "task: classify\noperator: {emit: label-change}\n",
        "pipeline.yaml:11: task: found classify, expected the model's own, anomaly",
        "pipeline.yaml:12: operator.emit: found LabelChange[], expected another");
  }

  @Test
  void categoriesBecomeAnIndexOrAFieldOfTheModelEach() throws IOException {
    Categories colours = new Categories(List.of("red", "1"));
    FieldPath path = FieldPath.parse("body.colour");
    String features =
        "  topic: readings\n  features: {%s: {path: body.colour, categories: [red, 1]%s}}";
    String index = LEAST.replace("  topic: readings", features.formatted("entries", ""));
    assertThat(pipeline(index).layout().values())
        .containsExactly(new FieldReading.Index(path, colours));

    String oneHot = LEAST.replace("  topic: readings", features.formatted("e", ", one-hot: true"));
    assertRefused(
        oneHot,
        "pipeline.yaml:6: input.features: found e=1, expected a field of the model",
        "pipeline.yaml:6: input.features: found e=red, expected a field of the model",
        "pipeline.yaml:6: input.features: found no entries, expected all of [entries]");
    // as many letters: the rest of the file stays where it is
    byte[] model = DemoModel.bytes();
    String renamed = new String(model, ISO_8859_1).replace("entries", "ent=red");
    Files.writeString(folder.resolve("model.safetensors"), renamed, ISO_8859_1);
    assertThat(pipeline(oneHot.replace("{e:", "{ent:").replace("red, 1", "red")).layout().values())
        .containsExactly(new FieldReading.OneHot(path, new Categories(List.of("red")), 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{path: a, categories: [red, red]} | .categories: found one twice, expected each once",
        "{path: a, categories: []} | .categories: found a list, expected text, or a list of them",
        "{path: a, categories: [red, '']} | .categories: found \"\", expected text",
        "{path: a} | .categories: found nothing, expected text",
        "{categories: [red]} | .path: found nothing, expected a path such as",
        "{path: a..b, categories: [red]} | .path: found \"a..b\", expected a path such as",
        "{path: a, categories: [red], onehot: true}"
            + "| .onehot: found a name that means nothing here, expected one-hot, as it may be meant",
        "{path: a, categories: [red], one-hot: perhaps}"
            + "| .one-hot: found \"perhaps\", expected true or false",
        "[a] | : found a list, expected a path such as",
      })
  void categoriesThatAreNoneAreRefused(String feature, String said) {
    assertRefused(
        LEAST.replace(
            "  topic: readings", "  topic: readings\n  features:\n    entries: " + feature),
        "pipeline.yaml:7: input.features.entries" + said);
  }

  @Test
  void aTransactionOutlivesTheCheckpointsThatItWaitsFor() throws IOException {
    String late = LEAST + "checkpoints: {interval: 6 min}\n";
    assertRefused(
        late,
        "pipeline.yaml:11: output.transaction-timeout: found 15 min, expected at least 18 min,"
            + " three times checkpoints.interval");
    assertThat(pipeline(late.replace("bad\n", "bad\n  delivery: at-least-once\n")).delivery())
        .isEqualTo(new Delivery(false, Duration.ofMinutes(6), Duration.ofMinutes(15), false));
  }

  @Test
  void aFlagThatIsNoneIsSaidWithTheRest() {
    assertRefused(
        LEAST + "checkpoints: {unaligned: maybe}\n",
        "pipeline.yaml:11: checkpoints.unaligned: found \"maybe\", expected true or false");
  }

  @Test
  void settingsOfClientsThatFollowFromOthersAreRefused() throws IOException {
    assertRefused(
        LEAST.replace(
            "  bootstrap: localhost:9092",
            "  bootstrap: localhost:9092\n  properties: {group.id: mine, isolation.level: no}"),
        "pipeline.yaml:4: kafka.properties.group.id: found a setting that is made of others,"
            + " expected input.group",
        "pipeline.yaml:4: kafka.properties.isolation.level: found a setting that is made of");
    assertThat(pipeline(LEAST).consumption().group()).isEqualTo("sensors");
    assertThat(pipeline(input("group: mine")).consumption().group()).isEqualTo("mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acks: 1                                    | none: all replicas have a record before it",
        "enable.idempotence: false                  | none: no record is written twice",
        "max.in.flight.requests.per.connection: 9   | none: a key's results stay in order",
        "partitioner.ignore.keys: true              | none: a key's results stay in order",
        "retries: 0                                 | none: a record is written as often as it",
        "key.serializer: a.B                        | none: records are written as bytes",
        "value.serializer: a.B                      | none: records are written as bytes",
        "key.deserializer: a.B                      | none: records are read as bytes",
        "value.deserializer: a.B                    | none: records are read as bytes",
        "commit.offsets.on.checkpoint: false        | none: offsets are committed with checkpoints",
      })
  void settingsOfClientsThatWouldUndoTheDeliveryAreRefused(String setting, String said) {
    String name = setting.substring(0, setting.indexOf(':'));
    assertRefused(
        LEAST.replace(
            "  bootstrap: localhost:9092",
            "  bootstrap: localhost:9092\n  properties: {" + setting + "}"),
        "pipeline.yaml:4: kafka.properties."
            + name
            + ": found a setting that is made of others, expected "
            + said);
  }

  @Test
  void whatAPatternNeverReadsMayBeWritten() throws IOException {
    String all = LEAST.replace("  topic: readings", "  topic-pattern: '.*'");
    String written = all.replace("topic: results", "topic: __results").replace("bad", "__bad");
    assertThat(pipeline(written).topics().inputs().include("__results")).isFalse();
    assertRefused(
        all,
        "input.topic: found results, expected no topic that the pipeline writes itself",
        "input.topic: found bad, expected no topic that the pipeline writes itself");
  }

  @Test
  void resultsShareNoTopicWithWhatHasNone() throws IOException {
    assertRefused(
        LEAST.replace("dead-letters: bad", "dead-letters: results"),
        "pipeline.yaml:9: output.topic: found results, expected another than output.dead-letters");
    assertRefused(
        LEAST + "  late: results\n",
        "pipeline.yaml:9: output.topic: found results, expected another than output.late");
    assertThat(pipeline(LEAST + "  late: bad\n").topics().late()).isEqualTo("bad");
  }

  @ParameterizedTest
  @CsvSource({
    "expire-after, 999999999999999 d",
    "reset-after-gap, 20000000000 h",
    "idle-after, 1000000000000 s"
  })
  void aSpanThatNoClockReachesIsRefused(String setting, String span) {
    assertRefused(
        LEAST + "operator: {" + setting + ": " + span + "}\n",
        "pipeline.yaml:11: operator." + setting + ": found \"" + span + "\", expected a time such");
  }

  @Test
  void aTransactionTimeoutIsOneThatKafkaKnows() throws IOException {
    String said = "found \"25 d\", expected a time of at most 24 d such as 15 min or 2 h";
    assertRefused(LEAST + "  transaction-timeout: 25 d\n", said);
    assertThat(pipeline(LEAST + "  transaction-timeout: 24 d\n").delivery().transactionTimeout())
        .isEqualTo(Duration.ofDays(24));
  }

  @Test
  void entriesOfAMapAreRefusedOneByOne() {
    assertRefused(
        LEAST.replace(
            "  topic: readings",
            """
              topic: readings
              features:
                entries: a
                entries: b..c
                other:\
            """),
        "pipeline.yaml:8: input.features.entries: found it a second time, expected it once",
        "pipeline.yaml:9: input.features.other: found nothing, expected a path such as");
    assertRefused(
        LEAST.replace(
            "  bootstrap: localhost:9092",
            "  bootstrap: localhost:9092\n  properties:\n    a: [1]\n    b: ${ENV:NONE}"),
        "pipeline.yaml:5: kafka.properties.a: found a list, expected text",
        "pipeline.yaml:6: kafka.properties.b: found no environment variable NONE, expected one");
    assertRefused(
        LEAST + "operator:\n  missing-fields:\n    entries: guess\n",
        "pipeline.yaml:13: operator.missing-fields.entries: found \"guess\", expected reject or");
  }

  @Test
  void columnsOfCsvAreFoundByTheirNames() throws IOException {
    String csv =
        LEAST.replace(
            "  topic: readings",
            "  topic: readings\n  format: csv\n  columns: [key, time, entries]");
    assertThat(pipeline(csv).layout().format())
        .isEqualTo(new RecordFormat.Csv(List.of("key", "time", "entries")));
    assertThat(pipeline(csv).layout().values()).containsExactly(number("entries"));
    String named = csv.replace("entries]", "count]\n  features: {entries: count}");
    assertThat(pipeline(named).layout().values()).containsExactly(number("count"));
  }

  @Test
  void columnsThatDoNotHoldWhatIsWantedAreRefused() {
    String csv = LEAST.replace("  topic: readings", "  topic: readings\n  format: csv");
    assertRefused(csv, "pipeline.yaml:6: input.columns: found nothing, expected the names of all");
    assertRefused(
        csv.replace("format: csv", "columns: [a]"),
        "pipeline.yaml:6: input.columns: found names of columns, expected none, or format: csv");
    assertRefused(
        csv.replace("format: csv", "format: csv\n  columns: [a, a]\n  time: b"),
        "pipeline.yaml:7: input.columns: found a name twice in [a, a], expected each once",
        "pipeline.yaml: input.key: found key, expected a column: one of [a, a]",
        "pipeline.yaml:8: input.time: found b, expected a column",
        "pipeline.yaml: input.features: found entries, expected a column");
  }

  @Test
  void aModelThatIsNoneOrNotThereIsRefused() throws IOException {
    Files.writeString(folder.resolve("bad"), "nothing");
    assertRefused(LEAST.replace("model.safetensors", "bad"), "pipeline.yaml:7: model: found bad");
    assertRefused(LEAST.replace("model.safetensors", "gone"), "found a file that cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1                    | the file: found expected ',' or ']'",
        "[]                    | pipeline.yaml:1: the file: found a list, expected a mapping",
        "kafka: 1              | pipeline.yaml:1: kafka: found \"1\", expected a mapping",
      })
  void whatIsNotAPipelineAtAllIsRefused(String yaml, String said) {
    assertThatThrownBy(() -> pipeline(yaml))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(said);
  }

  @Test
  void rowsToReplayAreNeededWhereTheyAreToBeReplayed() throws IOException {
    String replaying = LEAST + "operator: {on-model-change: replay}\n";
    assertRefused(
        replaying, "operator.on-model-change: found replay, expected remembered-rows beside it");
    Pipeline pipeline = pipeline(replaying.replace("replay}", "replay, remembered-rows: 5}"));
    assertThat(pipeline.scoring().rememberedRows()).contains(5);
  }

  @Test
  void anotherKafkaStandsInForTheFilesAndItsSettings() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pipeline.yaml"),
            LEAST.replace(
                "  bootstrap: localhost:9092",
                "  bootstrap: ${ENV:NONE}\n  properties: {sasl.jaas.config: \"${ENV:NONE}\"}"));
    Pipeline pipeline = PipelineFile.read(file, name -> null, "other:1").pipeline();
    assertThat(pipeline.topics().bootstrapServers()).isEqualTo("other:1");
    assertThat(pipeline.kafka()).isEmpty();
  }

  @Test
  void secretsComeFromTheEnvironmentOrFilesAndAreNeverShown() throws IOException {
    Files.writeString(folder.resolve("password"), "in a file\n");
    String secured =
        LEAST.replace(
            "  bootstrap: localhost:9092",
            """
              bootstrap: ${ENV:BROKERS}
              properties:
                sasl.jaas.config: user="${ENV:USER}" password="${FILE:password}"\
            """);
    PipelineFile read = read(secured, Map.of("BROKERS", "one:1", "USER", "me"));
    assertThat(read.pipeline().topics().bootstrapServers()).isEqualTo("one:1");
    assertThat(read.pipeline().kafka())
        .isEqualTo(Map.of("sasl.jaas.config", "user=\"me\" password=\"in a file\""));
    assertThat(read.toString()).doesNotContain("in a file");

    assertRefused(
        LEAST.replace("localhost:9092", "${ENV:NONE}"),
        "pipeline.yaml:3: kafka.bootstrap: found no environment variable NONE, expected one");
    assertRefused(
        LEAST + "max-parallelism: ${FILE:password}\n",
        "pipeline.yaml:11: max-parallelism: found \"${FILE:password}\", expected a whole number");
  }
}
