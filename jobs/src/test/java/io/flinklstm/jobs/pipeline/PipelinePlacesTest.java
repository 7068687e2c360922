package io.flinklstm.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.record.AvroSchema;
import io.flinklstm.jobs.record.RecordFormat;
import io.flinklstm.jobs.record.Registry;
import io.flinklstm.jobs.record.ResultFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a pipeline file says that events, schemas and models are. */
class PipelinePlacesTest extends WrittenPipelines {

  @Test
  void topicsAreSeveralOrAllThatMatch() throws IOException {
    Topics several = pipeline(LEAST.replace("topic: readings", "topic: [a, b]")).topics();
    assertThat(several.names()).containsExactly("a", "b", "results", "bad");
    assertThat(several.input()).isEqualTo("a, b");
    Pipeline matching =
        pipeline(
            LEAST.replace("topic: readings", "topic-pattern: plant-.*\n  discover-every: 10 min"));
    assertThat(matching.topics().names()).containsExactly("results", "bad");
    assertThat(matching.consumption().discovery()).isEqualTo(Duration.ofMinutes(10));
    assertThat(
            matching.topics().inputs().among(List.of("plant-2", "plant-1", "aplant-", "__plant-")))
        .containsExactly("plant-1", "plant-2");
    assertRefused(
        LEAST.replace("topic: readings", "topic-pattern: '['"),
        "pipeline.yaml:5: input.topic-pattern: found \"[\", expected a regular expression");
    assertRefused(
        input("discover-every: 2 min"),
        "pipeline.yaml:6: input.discover-every: found \"2 min\", expected a time of at least 3 min");
    assertRefused(
        LEAST.replace("  topic: readings", "  start: latest"),
        "pipeline.yaml: input.topic: found nothing, expected the one or the other");
    assertRefused(
        input("topic-pattern: a"),
        "input.topic: found it and input.topic-pattern, expected the one");
  }

  @Test
  void whatAPipelineWritesItDoesNotRead() {
    assertRefused(
        LEAST.replace("topic: readings", "topic-pattern: .*"),
        "pipeline.yaml:5: input.topic: found results, expected no topic that the pipeline writes",
        "pipeline.yaml:5: input.topic: found bad, expected no topic that the pipeline writes");
    assertRefused(
        LEAST.replace("topic: readings", "topic: bad"),
        "pipeline.yaml:5: input.topic: found bad, expected no topic that the pipeline writes");
  }

  private static final String AVSC =
      """
      {"type": "record", "name": "R", "fields": [
        {"name": "id", "type": "string"}, {"name": "at", "type": "long"},
        {"name": "body", "type": {"type": "record", "name": "B", "fields": [
          {"name": "count", "type": "int"}]}}]}
      """;

  @Test
  void avroIsReadByAFileOfItsSchema() throws IOException {
    Files.writeString(folder.resolve("reading.avsc"), AVSC);
    String avro =
        input(
            """
            format: avro
            schema: reading.avsc
            key: id
            time: at
            features: {entries: body.count}""");
    assertThat(pipeline(avro).layout().format())
        .isEqualTo(new RecordFormat.Avro(new AvroSchema(AVSC)));
    assertRefused(
        avro.replace("body.count", "body.counts").replace("key: id", "key: body.id"),
        "pipeline.yaml:8: input.key: found body.id, expected a path that the schema has",
        "pipeline.yaml:10: input.features: found body.counts, expected a path that the schema has");
    Files.writeString(folder.resolve("reading.avsc"), "{");
    assertRefused(avro, "pipeline.yaml:7: input.schema: found no Avro schema");
    assertRefused(
        avro.replace("reading.avsc", "gone"), "input.schema: found a file that cannot be read");
    assertRefused(
        input("format: avro"), "pipeline.yaml:6: input.schema: found nothing, expected the file");
    assertRefused(
        input("schema: reading.avsc"),
        "input.schema: found a schema, expected none, or format: avro");
    assertRefused(
        input("format: protobuf\ndescriptor: pipeline.yaml\nmessage: R"),
        "pipeline.yaml:7: input.descriptor: found no");
  }

  @Test
  void aRegistryIsAskedForWhereOneIsNeeded() throws IOException {
    assertRefused(
        input("format: avro-confluent"),
        "pipeline.yaml:6: registry.url: found nothing, expected where the schema registry is");
    String registered =
        input("format: avro-confluent")
                .replace("  topic: results", "  topic: results\n  format: avro-confluent")
            + "registry: {url: 'http://one', properties: {basic.auth.user.info: '${ENV:WHO}'}}\n";
    PipelineFile read = read(registered, Map.of("WHO", "me:secret"));
    Registry registry = new Registry("http://one", Map.of("basic.auth.user.info", "me:secret"));
    assertThat(read.pipeline().layout().format())
        .isEqualTo(new RecordFormat.RegisteredAvro(registry, Optional.empty()));
    assertThat(read.pipeline().results())
        .isEqualTo(new ResultFormat.RegisteredAvro(registry, "results-value"));
    assertThat(read.toString()).doesNotContain("secret");
    assertRefused(
        LEAST.replace("  topic: results", "  topic: results\n  subject: a"),
        "output.subject: found a subject, expected none, or format: avro-confluent");
  }

  @Test
  void aRegistrysAddressHoldsNoPassword() {
    String registered =
        input("format: avro-confluent") + "registry: {url: 'http://me:secret@one'}\n";
    assertRefused(
        registered,
        "registry.url: found a name or password, expected the address alone, and in registry.prop");
    assertThatThrownBy(() -> pipeline(registered)).message().doesNotContain("secret");
  }

  @Test
  void aSettingOfKafkasClientsMayBeEmpty() throws IOException {
    String open =
        LEAST.replace(
            "  bootstrap: localhost:9092",
            "  bootstrap: localhost:9092\n"
                + "  properties: {ssl.endpoint.identification.algorithm: ''}");
    assertThat(pipeline(open).kafka())
        .isEqualTo(Map.of("ssl.endpoint.identification.algorithm", ""));
  }

  @Test
  void filesOfAHistoryBeginAtThePipelineFile() throws IOException {
    Path archive = Files.createDirectories(folder.resolve("the archive"));
    String history = input("history: [the archive, 's3://bucket/more']");
    assertThat(pipeline(history).history().orElseThrow().files())
        .containsExactly("file://" + archive, "s3://bucket/more");
    assertRefused(
        history.replace("the archive", "gone"),
        "pipeline.yaml:6: input.history: found gone, expected a file or folder that is there");
  }

  @Test
  void noPathLeadsThroughTheValueOfAnother() {
    assertRefused(
        input("features: {entries: key.celsius}"),
        "input: found key.celsius, which is a value and also leads to another, or through one");
  }

  @Test
  void aRecordThatIsNoLineHasNoHistory() throws IOException {
    Files.writeString(folder.resolve("reading.avsc"), AVSC);
    assertRefused(
        input(
            "format: avro\nschema: reading.avsc\nkey: id\ntime: at\nfeatures: {entries: at}\nhistory: reading.avsc"),
        "input.history: found files, expected none, or format: json or csv");
  }

  @Test
  void aModelMayBeAUri() throws IOException {
    String uri = folder.resolve("model.safetensors").toUri().toString();
    assertThat(read(LEAST.replace("model.safetensors", uri), Map.of()).description())
        .isEqualTo(DemoModel.source().bundle().description());
    assertRefused(
        LEAST.replace("model.safetensors", "s3://models/a"),
        "pipeline.yaml:7: model: found a file that cannot be read (no file system for s3: here; put");
  }
}
