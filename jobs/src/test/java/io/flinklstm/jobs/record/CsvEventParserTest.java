package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvEventParserTest {

  private static final Origin ORIGIN = new Origin("in", 3, 17);
  private static final List<String> COLUMNS = List.of("at", "note", "id", "b", "a");

  @Test
  void findsColumnsByTheirNames() {
    assertThat(read("2011-02-02,unused,s-1,2.5,-1e3"))
        .isEqualTo(new Event("s-1", 1_296_604_800_000L, new float[] {-1000, 2.5f}, ORIGIN));
  }

  @Test
  void takesQuotesAndTheEndOfTheLine() {
    assertThat(read("\"7\",\"a \"\"b\"\", c\",\"s,1\",\"2\",1\r\n"))
        .isEqualTo(new Event("s,1", 7, new float[] {1, 2}, ORIGIN));
  }

  @Test
  void takesAnEmptyValueForAMissingOneAndTruthForOne() {
    assertThat(read("0,,k,,true")).isEqualTo(new Event("k", 0, new float[] {1, Float.NaN}, ORIGIN));
    assertThat(read("0,,k,\"\",")).isInstanceOf(Event.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~                  | empty, expected a line of CSV",
        "0,,k,1              | found 4 values, expected 5",
        "0,,k,1,2,           | found 6 values, expected 5",
        "0,,k,1,2,3          | found 6 values, expected 5",
        "x                   | found 1 values, expected 5",
        "0,,,1,2             | field id: found 0 characters",
        ",,k,1,2             | field at: found a string that is no time",
        "soon,,k,1,2         | field at: found a string that is no time",
        "1.5,,k,1,2          | field at: found a string that is no time",
        "99999999999999999999,,k,1,2 | in the years 1 to 9999",
        "0,,k,1,two          | field a: found a text that is no number",
        "0,,k,1,~ 2~         | field a: found a text that is no number",
        "0,,k,NaN,2          | field b: found a text that is no number",
        "0,,k,Infinity,2     | field b: found a text that is no number",
        "0,,k,0x1p3,2        | field b: found a text that is no number",
        "0,,k,1f,2           | field b: found a text that is no number",
        "0,,k,-,2            | field b: found a text that is no number",
        "0,,k,1e39,2         | beyond what float32 holds",
        "0,\"x,k,1,2         | not CSV",
        "0,\"x\"y,k,1,2      | not CSV",
      })
  void refusesWhatIsNoEvent(String line, String reason) {
    assertRefused(line, reason);
  }

  @Test
  void refusesWhatIsBeyondTheLimits() {
    assertRefused("0,,k,1,2\n0,,k,1,2", "found more than one line");
    assertRefused("0,\"\n\",k,1,2", "found more than one line");
    assertRefused("\n", "found 0 values");
    assertRefused("0,,k,1," + "2".repeat(101), "found 101 characters");
    assertRefused("0,," + "k".repeat(1025) + ",1,2", "found 1025 characters");
    assertRefused(",".repeat(65_536), "found 65537 values");
    assertRefused(",".repeat(65_537), "found 65537 bytes, expected at most 65536");
    byte[] latin = "0,,\u00e9,1,2".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(((DeadLetter) read(latin)).reason()).isEqualTo("not UTF-8");
    assertThat(((DeadLetter) read((byte[]) null)).reason())
        .isEqualTo("a tombstone, expected a line of CSV");
  }

  @Test
  void readsTextsAsCategories() {
    Categories notes = new Categories(List.of("good", "bad"));
    Layout layout =
        new Layout(
            layout().format(),
            FieldPath.parse("id"),
            FieldPath.parse("at"),
            List.of(new FieldReading.Index(FieldPath.parse("note"), notes), number("b")),
            2);
    IncomingReader reader = new IncomingReader(layout);
    byte[] bad = "0,bad,k,1,2".getBytes(StandardCharsets.UTF_8);
    assertThat(((Event) reader.read(bad, ORIGIN)).values()).containsExactly(1, 1);
    byte[] other = "0,other,k,1,2".getBytes(StandardCharsets.UTF_8);
    assertThat(((Event) reader.read(other, ORIGIN)).values()).containsExactly(Float.NaN, 1);
    byte[] none = "0,,k,1,2".getBytes(StandardCharsets.UTF_8);
    assertThat(((Event) reader.read(none, ORIGIN)).values()).containsExactly(Float.NaN, 1);
  }

  @Test
  void readsOnAfterABadLine() {
    IncomingReader reader = new IncomingReader(layout());
    reader.read("0,,k,1".getBytes(StandardCharsets.UTF_8), ORIGIN);
    assertThat(reader.read("0,,k,1,2".getBytes(StandardCharsets.UTF_8), ORIGIN))
        .isEqualTo(new Event("k", 0, new float[] {2, 1}, ORIGIN));
  }

  @Test
  void neverThrowsForGarbage() {
    Random random = new Random(3);
    IncomingReader reader = new IncomingReader(layout());
    byte[] good = "0,\"x\",\"k,\",1,2\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int f = random.nextInt(3); f >= 0; f--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(reader.read(bytes, ORIGIN)).isNotNull();
    }
  }

  @Test
  void needsAColumnForEachPath() {
    RecordFormat csv = new RecordFormat.Csv(List.of("id", "at"));
    FieldPath id = FieldPath.parse("id");
    Layout layout = new Layout(csv, id, FieldPath.parse("at"), List.of(number("value")), 1);
    assertThatThrownBy(() -> new IncomingReader(layout)).hasMessageContaining("[id, at]");
  }

  @Test
  void knowsAHeadingByItsNames() {
    RecordFormat csv = layout().format();
    assertThat(csv.isHeading("at,note,id,b,a\r".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(csv.isHeading("at,note,id,a,b".getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  private static void assertRefused(String line, String reason) {
    assertThat(read(line))
        .isInstanceOfSatisfying(
            DeadLetter.class, letter -> assertThat(letter.reason()).contains(reason));
  }

  private static Layout layout() {
    return new Layout(
        new RecordFormat.Csv(COLUMNS),
        FieldPath.parse("id"),
        FieldPath.parse("at"),
        List.of(number("a"), number("b")),
        2);
  }

  private static FieldReading number(String path) {
    return new FieldReading.Number(FieldPath.parse(path));
  }

  private static Incoming read(String line) {
    return read(line.getBytes(StandardCharsets.UTF_8));
  }

  private static Incoming read(byte[] line) {
    return new IncomingReader(layout()).read(line, ORIGIN);
  }
}
