package io.flinklstm.jobs.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.flinklstm.jobs.watch.KeySeries.Column;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What one reader of the board has not seen yet, as JSON. Remembers how far that reader is; owned
 * by its thread.
 */
final class BoardJson {

  private static final int POINTS = 96; // of a key at once: more than an overview shows

  private final Board board;
  private final long[] seen = new long[Board.KEYS]; // by series: index of the next point
  private long seenAlarm;
  private long beginning;

  BoardJson(Board board) {
    this.board = board;
  }

  /** Keys, points and alarms that are new since the call before. */
  void news(JsonGenerator json) throws IOException {
    IOException[] failed = new IOException[1];
    board.read(
        view -> {
          try {
            write(json, view);
          } catch (IOException e) {
            failed[0] = e;
          }
        });
    if (failed[0] != null) {
      throw failed[0];
    }
  }

  private void write(JsonGenerator json, Board.View view) throws IOException {
    if (view.beginning() != beginning) {
      beginning = view.beginning();
      Arrays.fill(seen, 0);
      seenAlarm = 0;
      json.writeBooleanField("anew", true);
    }
    json.writeNumberField("results", view.tally().results());
    json.writeNumberField("keys", view.series().size());
    json.writeNumberField("beyond", view.tally().beyond());
    json.writeNumberField("unreadable", view.tally().unreadable());
    json.writeNumberField("alarms", view.tally().alarms());
    if (view.tally().results() > 0) {
      json.writeNumberField("latest", view.tally().latest());
    }
    json.writeArrayFieldStart("series");
    for (KeySeries series : view.series()) {
      if (series.count() > seen[series.id]) {
        series(json, series);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("newAlarms");
    for (Alarm alarm : view.alarms()) {
      if (alarm.number() > seenAlarm) {
        alarm(json, alarm);
        seenAlarm = alarm.number();
      }
    }
    json.writeEndArray();
  }

  private void series(JsonGenerator json, KeySeries series) throws IOException {
    long from = Math.max(seen[series.id], series.count() - POINTS);
    json.writeStartObject();
    json.writeNumberField("id", series.id);
    if (seen[series.id] == 0) {
      json.writeStringField("key", series.key);
      json.writeStringField("name", board.wording().keyName().apply(series.key));
    }
    json.writeNumberField("from", from);
    points(json, series, from);
    json.writeEndObject();
    seen[series.id] = series.count();
  }

  private void alarm(JsonGenerator json, Alarm alarm) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", alarm.number());
    json.writeStringField("key", alarm.key());
    json.writeBooleanField("shown", alarm.shown());
    json.writeNumberField("time", alarm.time());
    json.writeStringField("text", alarm.text());
    json.writeStringField("note", alarm.note());
    json.writeEndObject();
  }

  /** Columns of a series from an index on, in one array each. */
  static void points(JsonGenerator json, KeySeries series, long from) throws IOException {
    json.writeArrayFieldStart("time");
    for (long i = from; i < series.count(); i++) {
      json.writeNumber(series.time(i));
    }
    json.writeEndArray();
    for (Column column : Column.values()) {
      json.writeArrayFieldStart(column.name().toLowerCase(Locale.ROOT));
      for (long i = from; i < series.count(); i++) {
        Json.number(json, series.number(column, i));
      }
      json.writeEndArray();
    }
  }

  /** One key's history from an index on, with the details that are still there. */
  static String history(KeySeries series, long after) {
    return Json.object(
        json -> {
          long from = Math.max(after, series.oldest());
          long details = Math.max(after, series.oldestDetail());
          json.writeStringField("key", series.key);
          json.writeNumberField("from", from);
          json.writeNumberField("count", series.count());
          json.writeNumberField("step", series.lastStep());
          json.writeStringField("model", series.model());
          points(json, series, from);
          json.writeNumberField("detailsFrom", details);
          json.writeArrayFieldStart("largest");
          for (long i = details; i < series.count(); i++) {
            json.writeNumber(series.hidden().largest(i));
          }
          json.writeEndArray();
          json.writeArrayFieldStart("hidden"); // in 127ths of the largest
          for (long i = details; i < series.count(); i++) {
            Json.numbers(json, series.hidden().parts(i));
          }
          json.writeEndArray();
          json.writeArrayFieldStart("contributions");
          for (long i = details; i < series.count(); i++) {
            Json.numbers(json, series.contributions(i));
          }
          json.writeEndArray();
        });
  }
}
