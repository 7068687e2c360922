package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.audit.Result;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One station on one day, judged.
 *
 * @param entries what came, in thousands
 * @param expected what had been forecast
 * @param error of the forecast in scaled units
 * @param score anomaly score, 0 to 1
 */
record StationDay(
    LocalDate date, String station, float entries, float expected, double error, double score) {

  /** Scores end at 1, so many days share it: among them the larger error is the stranger. */
  static final Comparator<StationDay> MOST_ANOMALOUS =
      Comparator.comparingDouble(StationDay::score)
          .thenComparingDouble(StationDay::error)
          .reversed()
          .thenComparing(StationDay::date)
          .thenComparing(StationDay::station);

  /** Puts results beside what had come. */
  static List<StationDay> of(List<Result> results, List<Reading> readings) {
    Map<Key, Float> entries =
        readings.stream()
            .collect(Collectors.toMap(r -> new Key(r.station(), r.time()), Reading::entries));
    return results.stream()
        .map(result -> of(result, entries.get(new Key(result.key(), result.time()))))
        .toList();
  }

  private static StationDay of(Result result, float entries) {
    LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(result.time()), ZoneOffset.UTC);
    Float expected = result.expected().get(0);
    return new StationDay(
        date,
        result.key(),
        entries,
        expected == null ? Float.NaN : expected,
        result.error(),
        result.score());
  }

  private record Key(String station, long time) {}
}
