package io.flinklstm.jobs.score;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a row of a file a timestep of a key, or says why it is none. */
public final class RowReader {

  private static final int DATE_LENGTH = 10;

  /**
   * What a row says.
   *
   * @param time in epoch milliseconds; 0 where the row has none
   * @param values one per field of the model
   */
  public record Step(String key, boolean timed, long time, float[] values) {}

  private final String keyColumn; // empty: all rows are of one key
  private final String timeColumn;
  private final List<String> columns;

  /** {@code keyColumn} may be empty: then all rows are of one key. */
  public RowReader(ModelDescription model, String keyColumn, String timeColumn) {
    this.keyColumn = keyColumn;
    this.timeColumn = timeColumn;
    this.columns =
        model.features().stream()
            .filter(feature -> feature.source() instanceof Feature.Source.Field)
            .map(Feature::name)
            .toList();
  }

  /** Whether a file's name is one of CSV; JSON lines otherwise. */
  public static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** The rows of a file, one after the other, as texts by column. */
  public static Iterator<Map<String, String>> rows(Path file, InputStream in) throws IOException {
    return isCsv(file) ? Rows.csv(in) : Rows.jsonLines(in);
  }

  /**
   * Reads a row.
   *
   * @throws IllegalArgumentException saying what was found in place of what
   */
  public Step read(Map<String, String> row) {
    String key = keyColumn.isEmpty() ? "" : text(row, keyColumn);
    float[] values = new float[columns.size()];
    for (int i = 0; i < values.length; i++) {
      String column = row.containsKey(columns.get(i)) ? columns.get(i) : Integer.toString(i);
      values[i] = number(column, text(row, column));
    }
    boolean timed = row.containsKey(timeColumn);
    return new Step(key, timed, timed ? time(row.get(timeColumn)) : 0, values);
  }

  private static String text(Map<String, String> row, String column) {
    String text = row.get(column);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("column " + column + " is missing, has " + row.keySet());
    }
    return text.strip();
  }

  private static float number(String column, String text) {
    try {
      float value = Float.parseFloat(text);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused like a number that is not finite
    }
    throw new IllegalArgumentException(
        "column " + column + ": found " + text + ", expected a finite number");
  }

  private static long time(String text) {
    try {
      if (text.matches("-?[0-9]{1,18}")) {
        return Long.parseLong(text);
      } else if (text.length() == DATE_LENGTH) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
      }
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return instant.toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "time " + text + ", expected like 2011-02-02, 2011-02-02T09:30:00Z or milliseconds", e);
    }
  }
}
