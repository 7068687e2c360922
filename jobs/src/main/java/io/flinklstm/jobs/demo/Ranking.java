package io.flinklstm.jobs.demo;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Station-days from the most anomalous down. */
record Ranking(List<StationDay> days) {

  /** How many station-days are looked at when days are counted: about one in a hundred. */
  static final int DEPTH = 400;

  static Ranking of(List<StationDay> judged) {
    return new Ranking(
        judged.stream()
            .filter(day -> ChicagoL.isUnseen(day.date()))
            .sorted(StationDay.MOST_ANOMALOUS)
            .limit(DEPTH)
            .toList());
  }

  /** Days by how many stations they have among the first {@link #DEPTH}, most first. */
  List<DayCount> byDay() {
    Map<LocalDate, Long> counts =
        days.stream().collect(Collectors.groupingBy(StationDay::date, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> new DayCount(e.getKey(), e.getValue()))
        .sorted(
            Comparator.comparingLong(DayCount::stations).reversed().thenComparing(DayCount::date))
        .toList();
  }

  /** A day and how many of its stations are among the most anomalous. */
  record DayCount(LocalDate date, long stations) {}
}
