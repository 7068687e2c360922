package io.flinklstm.jobs.score;

import io.flinklstm.core.Feature;
import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Advances the network by one step for each row, in the order of the file, with a state for each
 * key.
 */
public final class OfflineScoring {

  private static final int DATE_LENGTH = 10;

  /** What a key remembers. */
  private static final class Memory {
    private final float[] recurrent;
    private final double[] running;
    private long steps;

    Memory(Network network) {
      this.recurrent = network.initialState();
      this.running = new double[network.runningNumbers()];
    }
  }

  /**
   * How a file was read.
   *
   * @param scored rows with a result
   * @param refused rows without one
   * @param firstRefused why the first of these was refused; empty where none was
   */
  public record Outcome(long scored, long refused, String firstRefused) {}

  private final Network network;
  private final String keyColumn; // empty: all rows are of one key
  private final String timeColumn;
  private final List<String> columns;
  private final Workspace workspace;
  private final Map<String, Memory> keys = new HashMap<>();

  /** {@code keyColumn} may be empty: then all rows are of one key. */
  public OfflineScoring(Network network, String keyColumn, String timeColumn) {
    this.network = network;
    this.keyColumn = keyColumn;
    this.timeColumn = timeColumn;
    this.workspace = network.newWorkspace(1);
    this.columns =
        network.description().features().stream()
            .filter(feature -> feature.source() instanceof Feature.Source.Field)
            .map(Feature::name)
            .toList();
  }

  /** Whether a file's name is one of CSV; JSON lines otherwise. */
  public static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** Scores the rows of a file. A row that is refused changes no key. */
  public Outcome run(Path file, InputStream in, ResultWriter out) throws IOException {
    return run(isCsv(file) ? Rows.csv(in) : Rows.jsonLines(in), out);
  }

  private Outcome run(Iterator<Map<String, String>> rows, ResultWriter out) throws IOException {
    long scored = 0;
    long refused = 0;
    String first = "";
    long number = 0;
    while (rows.hasNext()) {
      number++;
      Map<String, String> row = rows.next();
      try {
        score(row, out);
        scored++;
      } catch (IllegalArgumentException e) {
        refused++;
        first = first.isEmpty() ? "row " + number + ": " + e.getMessage() : first;
      }
    }
    return new Outcome(scored, refused, first);
  }

  private void score(Map<String, String> row, ResultWriter out) throws IOException {
    String key = keyColumn.isEmpty() ? "" : text(row, keyColumn);
    float[] values = new float[columns.size()];
    for (int i = 0; i < values.length; i++) {
      String column = row.containsKey(columns.get(i)) ? columns.get(i) : Integer.toString(i);
      values[i] = number(column, text(row, column));
    }
    long time = row.containsKey(timeColumn) ? time(row.get(timeColumn)) : 0;
    Memory memory = keys.computeIfAbsent(key, unknown -> new Memory(network));
    workspace.set(0, time, values, memory.recurrent, memory.running);
    network.advance(workspace, 1);
    if (!workspace.isFinite(0)) {
      throw new IllegalArgumentException("a step that is not finite");
    }
    memory.steps++;
    out.write(key, row.getOrDefault(timeColumn, ""), memory.steps, workspace);
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
