package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records behind the numbers of their schemas. */
class SchemaRegistryTest {

  private static final Origin ORIGIN = new Origin("in", 0, 7);
  private static final String FIRST = schema("{'name':'celsius','type':'float'}");
  private static final String SECOND =
      schema("{'name':'room','type':'string'},{'name':'celsius','type':'double'}");

  private TestRegistry registry;

  private static String schema(String more) {
    String text =
        "{'type':'record','name':'Reading','fields':[{'name':'key','type':'string'},"
            + "{'name':'time','type':'long'},"
            + more
            + "]}";
    return text.replace('\'', '"');
  }

  @BeforeEach
  void start() throws IOException {
    registry = new TestRegistry();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private IncomingReader reader(Optional<AvroSchema> readAs, String path) {
    Registry place = new Registry(registry.url(), Map.of());
    return reader(new RecordFormat.RegisteredAvro(place, readAs), path);
  }

  private static IncomingReader reader(RecordFormat format, String path) {
    FieldReading reading = new FieldReading.Number(FieldPath.parse(path));
    FieldPath key = FieldPath.parse("key");
    return new IncomingReader(
        new Layout(format, key, FieldPath.parse("time"), List.of(reading), 1));
  }

  private static byte[] record(int id, String schema, Object celsius) {
    byte[] record =
        AvroBytes.of(
            schema,
            r -> {
              r.put("key", "a");
              r.put("time", 5L);
              if (r.hasField("room")) {
                r.put("room", "attic");
              }
              if (celsius != null) {
                r.put("celsius", celsius);
              }
            });
    return AvroBytes.behind(id, record);
  }

  private static Event event(float celsius) {
    return new Event("a", 5, new float[] {celsius}, ORIGIN);
  }

  @Test
  void recordsOfTwoSchemasAreReadEachByItsOwn() {
    int first = registry.add(FIRST);
    int second = registry.add(SECOND);
    IncomingReader reader = reader(Optional.empty(), "celsius");
    assertThat(reader.read(record(first, FIRST, 1.5f), ORIGIN)).isEqualTo(event(1.5f));
    assertThat(reader.read(record(second, SECOND, 2.5), ORIGIN)).isEqualTo(event(2.5f));
    assertThat(reader.read(record(first, FIRST, 3.5f), ORIGIN)).isEqualTo(event(3.5f));
  }

  @Test
  void aReadersSchemaBringsDefaultsAndAliases() {
    String now =
        schema("{'name':'temperature','type':'double','aliases':['celsius'],'default':20.0}");
    String without = schema("{'name':'room','type':'string'}");
    IncomingReader reader = reader(Optional.of(new AvroSchema(now)), "temperature");
    assertThat(reader.read(record(registry.add(FIRST), FIRST, 1.5f), ORIGIN))
        .isEqualTo(event(1.5f));
    assertThat(reader.read(record(registry.add(without), without, null), ORIGIN))
        .isEqualTo(event(20));
    String other = schema("{'name':'celsius','type':'string'}");
    assertThat(reason(reader, record(registry.add(other), other, "warm")))
        .startsWith("does not fit the schema: ");
  }

  @Test
  void aSchemaMayReferToOthers() throws IOException {
    String room = "{\"type\":\"enum\",\"name\":\"Room\",\"symbols\":[\"ATTIC\"]}";
    registry.name("rooms", room);
    String reading =
        schema("{'name':'where','type':['null','Room']},{'name':'celsius','type':'float'}");
    ObjectNode referring = new ObjectMapper().createObjectNode().put("schema", reading);
    referring
        .putArray("references")
        .addObject()
        .put("name", "Room")
        .put("subject", "rooms")
        .put("version", 1);
    int id = registry.add(referring);
    String whole = reading.replace("\"Room\"", room);
    assertThat(reader(Optional.empty(), "celsius").read(record(id, whole, 4f), ORIGIN))
        .isEqualTo(event(4));
  }

  @Test
  void aStrangersRecordsDoNotEachAskTheRegistry() {
    IncomingReader reader = reader(Optional.empty(), "celsius");
    String first = reason(reader, record(99, FIRST, 1f));
    assertThat(reason(reader, record(99, FIRST, 2f))).isEqualTo(first);
    assertThat(registry.asked()).isEqualTo(1);
  }

  @Test
  void numbersThatNameNoSchemaOfAvroAreSaid() {
    int text = registry.add("\"string\"");
    int broken = registry.add("{");
    int json =
        registry.add(
            new ObjectMapper().createObjectNode().put("schema", "{}").put("schemaType", "JSON"));
    IncomingReader reader = reader(Optional.empty(), "celsius");
    assertThat(reason(reader, record(99, FIRST, 1f)))
        .isEqualTo("schema 99 is unknown to the registry at " + registry.url());
    assertThat(reason(reader, record(text, FIRST, 1f))).contains("that of a string, not a record");
    assertThat(reason(reader, record(broken, FIRST, 1f))).contains("not Avro");
    assertThat(reason(reader, record(json, FIRST, 1f))).contains("found one of JSON, not Avro");
    assertThat(reason(reader, "{\"key\":1}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("found first byte 123 of 9, expected 0 and the number of a schema");
    assertThat(reason(reader, new byte[0]))
        .isEqualTo("empty, expected an Avro record with the number of its schema");
    assertThat(reason(reader, new byte[] {0, 0})).contains("of 2, expected 0 and the number");
  }

  @Test
  void aRegistryThatDoesNotAnswerIsNoFaultOfTheRecord() throws IOException {
    int id = registry.add(FIRST);
    IncomingReader reader = reader(Optional.empty(), "celsius");
    registry.close();
    assertThatThrownBy(() -> reader.read(record(id, FIRST, 1f), ORIGIN))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("the schema registry at " + registry.url())
        .hasMessageContaining("check registry.url");
    registry = new TestRegistry();
    Registry wrongPath = new Registry(registry.url() + "/elsewhere", Map.of());
    RecordFormat format = new RecordFormat.RegisteredAvro(wrongPath, Optional.empty());
    assertThatThrownBy(() -> reader(format, "celsius").read(record(id, FIRST, 1f), ORIGIN))
        .as("an answer of 404 that is not the registry's")
        .isInstanceOf(SchemaRegistryException.class);
  }

  @Test
  void credentialsAreGivenToTheRegistryAndToNobodyElse() {
    int id = registry.add(FIRST);
    Map<String, String> secret =
        Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:secret");
    Registry place = new Registry(registry.url(), secret);
    RecordFormat format = new RecordFormat.RegisteredAvro(place, Optional.empty());
    assertThat(reader(format, "celsius").read(record(id, FIRST, 1f), ORIGIN)).isEqualTo(event(1));
    String shown = Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
    assertThat(registry.authorization()).isEqualTo("Basic " + shown);
    assertThat(format.toString()).doesNotContain("secret");
    assertThat(new Registry("https://me:secret@host/path", Map.of()).toString())
        .isEqualTo("https://host/path");
  }

  private static String reason(IncomingReader reader, byte[] value) {
    assertThat(reader.read(value, ORIGIN)).isInstanceOf(DeadLetter.class);
    return ((DeadLetter) reader.read(value, ORIGIN)).reason();
  }
}
