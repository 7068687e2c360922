package io.flinklstm.jobs.record;

import static java.lang.Float.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventParserTest {

  private static final Origin ORIGIN = new Origin("in", 3, 17);

  @Test
  void readsKeyTimeAndValues() {
    assertThat(read("{\"key\":\"a\",\"time\":\"2011-02-02\",\"values\":[3.86,-2]}", 2))
        .isEqualTo(
            new Event(
                "a",
                Instant.parse("2011-02-02T00:00:00Z").toEpochMilli(),
                new float[] {3.86f, -2},
                ORIGIN));
  }

  @Test
  void aWholeNumberIsAKeyByItsDigits() {
    assertThat(((Event) read(event("7", "0", "[1]"), 1)).key()).isEqualTo("7");
    assertThat(((Event) read(event("-0", "0", "[1]"), 1)).key()).isEqualTo("0");
    assertThat(((Event) read(event("18446744073709551616", "0", "[1]"), 1)).key())
        .isEqualTo("18446744073709551616");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"2011-02-02\"', 2011-02-02T00:00:00Z",
    "'\"2011-02-02T09:30:00Z\"', 2011-02-02T09:30:00Z",
    "'\"2011-02-02T09:30:00.250+01:00\"', 2011-02-02T08:30:00.250Z",
    "1296604800000, 2011-02-02T00:00:00Z",
    "-1, 1969-12-31T23:59:59.999Z",
  })
  void readsTimeInEachOfItsForms(String time, Instant expected) {
    Incoming incoming = read("{\"key\":\"a\",\"time\":" + time + ",\"values\":[1]}", 1);
    assertThat(incoming).isInstanceOf(Event.class);
    assertThat(((Event) incoming).time()).isEqualTo(expected.toEpochMilli());
  }

  @Test
  void skipsFieldsItDoesNotKnow() {
    String json = "{\"unit\":{\"of\":[1,{\"x\":null}]},\"key\":\"a\",\"time\":0,\"values\":[1]}";
    assertThat(read(json, 1)).isInstanceOf(Event.class);
  }

  @Test
  void roundsFromTextToFloatOnlyOnce() {
    // By way of double this rounds to the even neighbour, 1.0: the two roundings differ.
    String justAboveHalf = "1.00000005960464477540";
    Event event = (Event) read(event("\"a\"", "0", "[" + justAboveHalf + "]"), 1);
    assertThat(event.values()[0]).isEqualTo(Math.nextUp(1.0f));
    assertThat((float) Double.parseDouble(justAboveHalf)).isEqualTo(1.0f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json                                       | not JSON",
        "[1,2]                                          | the document: found an array",
        "{}                                             | field key is missing",
        "{\"key\":\"a\",\"time\":0}                     | field values is missing",
        "{\"key\":\"a\",\"values\":[1]}                 | field time is missing",
        "{\"time\":0,\"values\":[1]}                    | field key is missing",
        "{\"key\":\"a\",\"time\":0,\"values\":[1]       | not JSON",
        "{\"key\":\"a\",\"time\":0,\"values\":[1]} {}   | found more after",
        "{\"key\":\"a\",\"key\":\"b\",\"time\":0,\"values\":[1]} | Duplicate field",
        "{\"key\":\"a\",\"time\":0,\"values\":[1],\"x\":{\"y\":1,\"y\":2}} | Duplicate field",
      })
  void rejectsDocumentsThatAreNoEvent(String document, String reason) {
    assertRejected(document, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"\"          | found 0 characters",
        "7.0           | field key: found a number, expected a text or a whole number",
        "null          | field key: found null",
        "\"\\ud800\"   | half a surrogate pair",
        "\"\\udc00x\"  | half a surrogate pair",
      })
  void rejectsKeysThatCannotBeTold(String key, String reason) {
    assertRejected(event(key, "0", "[1]"), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"yesterday\"            | a string that is no time",
        "\"2011-02-30\"           | a string that is no time",
        "\"2011-02-02T09:30:00\"  | a string that is no time",
        "1.5                      | field time: found a number",
        "9223372036854775808      | in the years 1 to 9999",
        "9223372036854775807      | in the years 1 to 9999",
        "\"+10000-01-01T00:00:00Z\" | in the years 1 to 9999",
        "true                     | field time: found a boolean",
      })
  void rejectsTimesThatAreNone(String time, String reason) {
    assertRejected(event("\"a\"", time, "[1]"), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]         | found 0 values, expected 1",
        "[1,2]      | found 2 values, expected 1",
        "[1,[2,3]]  | found 2 values, expected 1",
        "1          | field values: found a number",
        "[NaN]      | not JSON",
        "[Infinity] | not JSON",
        "[-Infinity]| not JSON",
        "[\"NaN\"]  | found a string, expected a number",
        "[\"1\"]    | found a string, expected a number",
        "[null]     | found null, expected a number",
        "[true]     | found a boolean, expected a number",
        "[1e400]    | beyond what float32 holds",
        "[1e39]     | beyond what float32 holds",
        "[-3.5e38]  | beyond what float32 holds",
      })
  void rejectsValuesThatAreNoFiniteFloats(String values, String reason) {
    assertRejected(event("\"a\"", "0", values), reason);
  }

  @Test
  void readsTextsAsCategories() {
    FieldPath path = FieldPath.parse("colour");
    Categories colours = new Categories(List.of("red", "7", "true"));
    List<FieldReading> readings =
        List.of(
            new FieldReading.Index(path, colours),
            new FieldReading.OneHot(path, colours, 0),
            new FieldReading.OneHot(path, colours, 1));
    Layout layout =
        new Layout(
            new RecordFormat.Json(), FieldPath.parse("key"), FieldPath.parse("time"), readings, 3);
    assertThat(values(layout, "\"red\"")).containsExactly(0, 1, 0);
    assertThat(values(layout, "\"7\"")).containsExactly(1, 0, 1);
    assertThat(values(layout, "7")).containsExactly(1, 0, 1);
    assertThat(values(layout, "true")).containsExactly(2, 0, 0);
    assertThat(values(layout, "\"blue\"")).containsExactly(NaN, NaN, NaN);
    assertThat(values(layout, "null")).containsExactly(NaN, NaN, NaN);
    Incoming wrong = readColour(layout, "1.5");
    assertThat(((DeadLetter) wrong).reason())
        .isEqualTo("field colour: found a number, expected a text");
  }

  private static float[] values(Layout layout, String colour) {
    return ((Event) readColour(layout, colour)).values();
  }

  private static Incoming readColour(Layout layout, String colour) {
    String json = "{\"key\":\"a\",\"time\":0,\"colour\":" + colour + "}";
    return new IncomingReader(layout).read(json.getBytes(StandardCharsets.UTF_8), ORIGIN);
  }

  @Test
  void rejectsDocumentsBeyondTheLimits() {
    assertRejected(event("\"a\"", "0", "[1" + " ".repeat(65_536) + "]"), "expected at most 65536");
    assertRejected(event("\"a\"", "0", "[" + "1".repeat(200) + "]"), "beyond limits");
    assertRejected(event("\"" + "k".repeat(1025) + "\"", "0", "[1]"), "found 1025 characters");
    String deep = "{\"x\":" + "[".repeat(9) + "]".repeat(9) + "}";
    assertRejected(deep, "beyond limits");
  }

  @Test
  void acceptsTheLongestDocumentAndKey() {
    String json = event("\"" + "k".repeat(1024) + "\"", "0", "[1]");
    String padded = json + " ".repeat(65_536 - json.length());
    assertThat(read(padded, 1)).isInstanceOf(Event.class);
  }

  @Test
  void rejectsBytesThatAreNotUtf8() {
    byte[] latin = event("\"\u00e9\"", "0", "[1]").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(((DeadLetter) read(latin, 1)).reason()).isEqualTo("not UTF-8");
    byte[] wide = event("\"a\"", "0", "[1]").getBytes(StandardCharsets.UTF_16);
    assertThat(((DeadLetter) read(wide, 1)).reason()).isEqualTo("not UTF-8");
    byte[] cut = {'{', '"', (byte) 0xc3};
    assertThat(((DeadLetter) read(cut, 1)).reason()).startsWith("not ");
  }

  @Test
  void keepsOnlyTheFirstBytesOfABadRecord() {
    DeadLetter letter = (DeadLetter) read("x".repeat(1_000_000), 1);
    assertThat(letter.length()).isEqualTo(1_000_000);
    assertThat(letter.head()).hasSize(DeadLetter.HEAD).containsOnly('x');
    assertThat(letter.origin()).isEqualTo(ORIGIN);
  }

  @Test
  void takesTombstoneAndEmptyValueForDeadLetters() {
    assertThat(read((byte[]) null, 1))
        .isEqualTo(new DeadLetter(ORIGIN, "a tombstone, expected a JSON object", -1, new byte[0]));
    assertThat(read("", 1))
        .isEqualTo(new DeadLetter(ORIGIN, "empty, expected a JSON object", 0, new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverThrowsForGarbage(long seed) {
    java.util.Random random = new java.util.Random(seed);
    IncomingDeserializer deserializer = new IncomingDeserializer(Layout.standard(1));
    byte[] good = event("\"a\"", "0", "[1]").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      int flips = 1 + random.nextInt(3);
      for (int f = 0; f < flips; f++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(deserializer.read(record(bytes))).isNotNull();
    }
  }

  private static void assertRejected(String document, String reason) {
    assertThat(read(document, 1))
        .isInstanceOfSatisfying(
            DeadLetter.class, letter -> assertThat(letter.reason()).contains(reason));
  }

  private static String event(String key, String time, String values) {
    return "{\"key\":" + key + ",\"time\":" + time + ",\"values\":" + values + "}";
  }

  private static Incoming read(String document, int width) {
    return read(document.getBytes(StandardCharsets.UTF_8), width);
  }

  private static Incoming read(byte[] document, int width) {
    return new IncomingDeserializer(Layout.standard(width)).read(record(document));
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
    return new ConsumerRecord<>(ORIGIN.topic(), ORIGIN.partition(), ORIGIN.offset(), null, value);
  }
}
