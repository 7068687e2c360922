package io.flinklstm.jobs.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads {@code Clark_Lake,2011-02-02,3.86}: one line, its values between commas, in quotes where
 * they hold commas. An empty value is a missing one.
 */
final class CsvEventParser implements EventParser {

  private static final CsvFactory CSV =
      CsvFactory.builder().disable(CsvParser.Feature.ALLOW_TRAILING_COMMA).build();

  private final Layout layout;
  private final Utf8Text text;
  private final String[] cells;
  private final int key;
  private final int time;
  private final int[] values; // the column of each

  CsvEventParser(Layout layout, List<String> columns) {
    this.layout = layout;
    this.text = new Utf8Text(layout.format());
    this.cells = new String[columns.size()];
    this.key = columns.indexOf(layout.key().text());
    this.time = columns.indexOf(layout.time().text());
    this.values =
        IntStream.range(0, layout.width()).map(i -> columns.indexOf(layout.place(i))).toArray();
    if (key < 0 || time < 0 || Arrays.stream(values).anyMatch(column -> column < 0)) {
      throw new IllegalArgumentException("found " + layout + ", expected paths among " + columns);
    }
  }

  @Override
  public Event parse(byte[] document, Origin origin) throws UnreadableException {
    read(line(text.decode(document)));
    String name = EventKey.check(cells[key], layout.key().text());
    long at = EventTime.parse(cells[time], layout.time().text());
    float[] row = new float[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(layout.values().get(i), cells[values[i]]);
    }
    return new Event(name, at, row, origin);
  }

  private static float value(FieldReading reading, String cell) throws UnreadableException {
    if (reading instanceof FieldReading.Category category) {
      return cell.isEmpty() ? Float.NaN : category.of(cell);
    }
    return EventValue.ofText(cell, reading.path().text());
  }

  /** Without its end. */
  private static CharBuffer line(CharBuffer text) throws UnreadableException {
    int end = text.limit();
    end -= end > 0 && text.get(end - 1) == '\n' ? 1 : 0;
    end -= end > 0 && text.get(end - 1) == '\r' ? 1 : 0;
    for (int i = 0; i < end; i++) {
      if (text.get(i) == '\n' || text.get(i) == '\r') {
        throw new UnreadableException("found more than one line, expected a line of CSV");
      }
    }
    return text.limit(end);
  }

  private void read(CharBuffer line) throws UnreadableException {
    int count = 0;
    try (JsonParser csv = CSV.createParser(line.array(), 0, line.limit())) {
      csv.nextToken(); // the array of the line
      while (csv.nextToken() == JsonToken.VALUE_STRING) {
        if (count < cells.length) {
          cells[count] = csv.getText();
        }
        count++;
      }
    } catch (IOException e) {
      throw new UnreadableException("not CSV: " + firstLine(e));
    }
    if (count != cells.length) {
      throw new UnreadableException("found " + count + " values, expected " + cells.length);
    }
  }

  private static String firstLine(IOException e) {
    return e.getMessage().lines().findFirst().orElse("");
  }
}
