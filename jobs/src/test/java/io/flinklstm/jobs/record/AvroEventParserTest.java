package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericData;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Avro records become events, and whatever is none becomes a sentence. */
class AvroEventParserTest {

  private static final Origin ORIGIN = new Origin("in", 0, 7);
  private static final String READING =
      """
      {"type": "record", "name": "Reading", "fields": [
        {"name": "id", "type": "string"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "body", "type": ["null", {"type": "record", "name": "Body", "fields": [
          {"name": "celsius", "type": ["null", "double"]},
          {"name": "counts", "type": {"type": "array", "items": "int"}},
          {"name": "tags", "type": {"type": "map", "values": "float"}},
          {"name": "mode", "type": {"type": "enum", "name": "Mode", "symbols": ["IDLE", "BUSY"]}},
          {"name": "price",
           "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
          {"name": "open", "type": "boolean"}]}]},
        {"name": "next", "type": ["null", "Reading"]}]}
      """;

  private static FieldReading number(String path) {
    return new FieldReading.Number(FieldPath.parse(path));
  }

  private static Layout layout(String schema, String key, String time, FieldReading... values) {
    return new Layout(
        new RecordFormat.Avro(new AvroSchema(schema)),
        FieldPath.parse(key),
        FieldPath.parse(time),
        List.of(values),
        values.length);
  }

  private static GenericRecord body(GenericRecord reading) {
    Schema body = reading.getSchema().getField("body").schema().getTypes().get(1);
    GenericRecord record = new GenericData.Record(body);
    record.put("counts", List.of(5, 6));
    record.put("tags", Map.of("left", 0.5f));
    record.put("mode", new GenericData.EnumSymbol(body.getField("mode").schema(), "BUSY"));
    byte[] price = new BigDecimal("12.34").unscaledValue().toByteArray();
    record.put("price", ByteBuffer.wrap(price));
    record.put("open", true);
    return record;
  }

  private static byte[] reading(Consumer<GenericRecord> more) {
    return AvroBytes.of(
        READING,
        record -> {
          record.put("id", "pump \u00e9");
          record.put("at", 1_296_604_800_123_456L);
          more.accept(record);
        });
  }

  private static Incoming read(Layout layout, byte[] value) {
    return new IncomingReader(layout).read(value, ORIGIN);
  }

  private static String reason(Layout layout, byte[] value) {
    assertThat(read(layout, value)).isInstanceOf(DeadLetter.class);
    return ((DeadLetter) read(layout, value)).reason();
  }

  @Test
  void pathsLeadIntoRecordsUnionsArraysAndMaps() {
    FieldPath mode = FieldPath.parse("body.mode");
    Layout layout =
        layout(
            READING,
            "id",
            "at",
            number("body.celsius"),
            number("body.counts[1]"),
            number("body.tags.left"),
            new FieldReading.Index(mode, new Categories(List.of("IDLE", "BUSY"))),
            number("body.price"),
            number("body.open"),
            number("body.counts[2]"),
            number("body.tags.right"));
    byte[] full =
        reading(
            record -> {
              GenericRecord body = body(record);
              body.put("celsius", 21.3);
              record.put("body", body);
            });
    float nothing = Float.NaN;
    assertThat(read(layout, full))
        .isEqualTo(
            new Event(
                "pump \u00e9",
                1_296_604_800_123L,
                new float[] {21.3f, 6, 0.5f, 1, 12.34f, 1, nothing, nothing},
                ORIGIN));
  }

  @Test
  void aWholeNumberIsAKeyByItsDigits() {
    Event event =
        (Event) read(layout(READING, "at", "at", number("body.celsius")), reading(r -> {}));
    assertThat(event.key()).hasSize(16).startsWith(Long.toString(event.time())); // microseconds
  }

  @Test
  void aSchemaThatAsksForTextOfJavaIsReadAsAnyOther() {
    String java =
        """
        {"type": "record", "name": "Reading", "fields": [
          {"name": "id", "type": {"type": "string", "avro.java.string": "String"}},
          {"name": "at", "type": {"type": "string", "avro.java.string": "String"}},
          {"name": "kind", "type": ["null", {"type": "string", "avro.java.string": "String"}]},
          {"name": "tags", "type":
            {"type": "map", "values": "double", "avro.java.string": "String"}}]}
        """;
    FieldPath kind = FieldPath.parse("kind");
    Layout layout =
        layout(
            java,
            "id",
            "at",
            number("tags.left"),
            new FieldReading.Index(kind, new Categories(List.of("a", "b"))));
    Consumer<GenericRecord> rest =
        record -> {
          record.put("at", "2011-02-02");
          record.put("kind", "b");
          record.put("tags", Map.of("left", 0.5));
        };
    byte[] good = AvroBytes.of(java, rest.andThen(record -> record.put("id", "pump")));
    assertThat(read(layout, good))
        .isEqualTo(new Event("pump", 1_296_604_800_000L, new float[] {0.5f, 1}, ORIGIN));

    Utf8 noText = new Utf8(new byte[] {'p', (byte) 0xff});
    byte[] bad = AvroBytes.of(java, rest.andThen(record -> record.put("id", noText)));
    assertThat(reason(layout, bad)).contains("field id: not UTF-8");
  }

  @Test
  void whatIsNullIsMissing() {
    Layout layout = layout(READING, "id", "at", number("body.celsius"));
    Event without = (Event) read(layout, reading(record -> record.put("body", body(record))));
    assertThat(without.values()).containsExactly(Float.NaN);
    assertThat(((Event) read(layout, reading(record -> {}))).values()).containsExactly(Float.NaN);
    Layout keyed = layout(READING, "next.id", "at", number("body.celsius"));
    assertThat(reason(keyed, reading(record -> {}))).isEqualTo("field next.id is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'long'                                             | 1296604800000",
        "{'type':'long','logicalType':'timestamp-millis'}   | 1296604800000",
        "{'type':'long','logicalType':'timestamp-micros'}   | 1296604800000000",
        "{'type':'long','logicalType':'timestamp-nanos'}    | 1296604800000000000",
        "{'type':'int','logicalType':'date'}                | 15007",
        "['null','long']                                    | 1296604800000",
      },
      quoteCharacter = '"')
  void timesAreOfManyKinds(String type, long value) {
    String schema = timed(type);
    byte[] record =
        AvroBytes.of(
            schema,
            r -> {
              r.put("id", "a");
              r.put("at", type.contains("date") ? (Object) (int) value : value);
            });
    Event event = (Event) read(layout(schema, "id", "at", number("at")), record);
    assertThat(event.time()).isEqualTo(1_296_604_800_000L);
  }

  @Test
  void textIsATimeAndALocalTimeIsNone() {
    byte[] text = AvroBytes.of(timed("'string'"), r -> putBoth(r, "2011-02-02T01:00:00+01:00"));
    FieldReading none = new FieldReading.Index(FieldPath.parse("id"), new Categories(List.of()));
    Event event = (Event) read(layout(timed("'string'"), "id", "at", none), text);
    assertThat(event.time()).isEqualTo(1_296_604_800_000L);
    String local = timed("{'type':'long','logicalType':'local-timestamp-millis'}");
    assertThat(reason(layout(local, "id", "at", none), AvroBytes.of(local, r -> putBoth(r, 1L))))
        .isEqualTo(
            "field at: found local-timestamp-millis, expected a timestamp, a date, a long of epoch"
                + " milliseconds or a text");
  }

  /** What a schema says wrongly of a type is to be passed over, as Avro's specification has it. */
  @Test
  void aDecimalThatIsNoneIsWhatItsTypeSays() {
    String whole = timed("{'type':'int','logicalType':'decimal','precision':4,'scale':2}");
    byte[] seven = AvroBytes.of(whole, r -> put(r, "2011-02-02T00:00:00Z", 7));
    Event event = (Event) read(layout(whole, "id", "id", number("at")), seven);
    assertThat(event.values()).containsExactly(7);
    String bytes = timed("{'type':'bytes','logicalType':'decimal','precision':4,'scale':-9}");
    byte[] odd = AvroBytes.of(bytes, r -> put(r, "2011-02-02T00:00:00Z", ByteBuffer.allocate(1)));
    assertThat(reason(layout(bytes, "id", "id", number("at")), odd)).contains("expected a number");
  }

  private static void putBoth(GenericRecord record, Object at) {
    put(record, "a", at);
  }

  private static void put(GenericRecord record, String id, Object at) {
    record.put("id", id);
    record.put("at", at);
  }

  private static String timed(String type) {
    return "{'type':'record','name':'R','fields':[{'name':'id','type':'string'},{'name':'at','type':%s}]}"
        .formatted(type)
        .replace('\'', '"');
  }

  @Test
  void anArrayHasAllValues() {
    String schema =
        "{'type':'record','name':'R','fields':[{'name':'key','type':'string'},{'name':'time','type':'long'},{'name':'values','type':{'type':'array','items':['null','double']}}]}"
            .replace('\'', '"');
    Layout layout =
        new Layout(
            new RecordFormat.Avro(new AvroSchema(schema)),
            FieldPath.parse("key"),
            FieldPath.parse("time"),
            List.of(),
            2);
    assertThat(((Event) read(layout, all(schema, 1.5, null))).values())
        .containsExactly(1.5f, Float.NaN);
    assertThat(reason(layout, all(schema, 1.0)))
        .isEqualTo("field values: found 1 values, expected 2 as the model's fields");
    assertThat(reason(layout, all(schema, 1e39, 1.0)))
        .isEqualTo("field values[0]: found 1.0E39, beyond what float32 holds");
  }

  private static byte[] all(String schema, Double... values) {
    return AvroBytes.of(
        schema,
        r -> {
          r.put("key", "a");
          r.put("time", 0L);
          r.put("values", Arrays.asList(values));
        });
  }

  @Test
  void aSchemaKnowsWhichPathsLeadSomewhere() {
    AvroSchema schema = new AvroSchema(READING);
    assertThat(List.of("id", "body.celsius", "body.counts[70]", "body.tags.any", "next.next.id"))
        .allMatch(path -> schema.has(FieldPath.parse(path)));
    assertThat(List.of("key", "body.celcius", "body[0]", "body.counts.x", "id.x", "body.tags[0]"))
        .noneMatch(path -> schema.has(FieldPath.parse(path)));
    assertThatThrownBy(() -> new AvroSchema("\"string\"")).hasMessage("the schema of a string");
    assertThatThrownBy(() -> new AvroSchema("{")).hasMessageContaining("no Avro schema");
  }

  /** Bytes in hexadecimal digits, of records of {@link #READING}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-                                 | empty, expected an Avro record",
        "0261                              | found the end of the bytes within a record",
        "feffffff0f61                      | found a length of 2147483647, where 1 bytes are left",
        "0161                              | found a length of -1, where 1 bytes are left",
        "ffffffffffffffffffff01            | found a number of more than 64 bits",
        "02610004                          | a union: found 2, expected 0 to 1",
        "026100000000                      | found 1 bytes after the record",
        "02c3000000                        | field id: not UTF-8",
        "0261000201                        | a union: found -1, expected 0 to 1",
        "00000000                          | field id: found 0 characters, expected 1 to 1024",
        "026100020001100000                | found a block of",
        "0261000200feffffffffffffffff01    | found the end of the bytes within a record",
      })
  void whatIsNoRecordIsSaidBeforeAnythingIsAllocated(String hex, String said) {
    byte[] bytes = hex.equals("-") ? new byte[0] : java.util.HexFormat.of().parseHex(hex);
    assertThat(reason(layout(READING, "id", "at", number("body.celsius")), bytes)).contains(said);
  }

  @Test
  void billionsOfNothingsAndEndlessNestingAreRefused() {
    String nulls = timed("{'type':'array','items':'null'}");
    byte[] many = {2, 'a', -2, -1, -1, -1, 15, 0}; // 2,147,483,647 nulls
    assertThat(reason(layout(nulls, "id", "id", number("at")), many)).contains("beyond limits");
    byte[] deep = new byte[50_000]; // each next is in a next
    for (int i = 0; i + 5 <= deep.length; i += 5) {
      deep[i] = 2;
      deep[i + 1] = 'a';
      deep[i + 4] = 2;
    }
    assertThat(reason(layout(READING, "id", "at", number("at")), deep)).contains("beyond limits");
    assertThat(reason(layout(READING, "id", "at", number("at")), new byte[1 << 17]))
        .isEqualTo("found 131072 bytes, expected at most 65536");
  }
}
