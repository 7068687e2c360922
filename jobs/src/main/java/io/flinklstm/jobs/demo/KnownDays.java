package io.flinklstm.jobs.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** What was special about a day: US federal holidays, and a few days that made the news. */
final class KnownDays {

  private static final String HOLIDAY = "holiday";

  private final Map<LocalDate, String> holidays = new HashMap<>();
  private final Map<LocalDate, String> events = new HashMap<>();

  KnownDays() {
    try (BufferedReader csv =
        new BufferedReader(
            new InputStreamReader(
                KnownDays.class.getResourceAsStream("known-days.csv"), StandardCharsets.UTF_8))) {
      csv.lines().skip(1).map(line -> line.split(",", 3)).forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String[] cells) {
    Map<LocalDate, String> kind = cells[1].equals(HOLIDAY) ? holidays : events;
    kind.put(LocalDate.parse(cells[0]), cells[2]);
  }

  /** What the day is known for; empty for an ordinary day. */
  String note(LocalDate day) {
    if (events.containsKey(day)) {
      return events.get(day);
    }
    if (holidays.containsKey(day)) {
      return holidays.get(day);
    }
    if (holidays.containsKey(day.minusDays(1))) {
      return "after " + holidays.get(day.minusDays(1));
    }
    String next = holidays.get(day.plusDays(1));
    return next == null ? "" : "before " + next;
  }

  /** How many of the station-days are on a federal holiday or next to one. */
  long holidays(Ranking ranking) {
    return ranking.days().stream().filter(day -> isHolidayOrNextToOne(day.date())).count();
  }

  /** Whether the day is a federal holiday or next to one. */
  boolean isHolidayOrNextToOne(LocalDate day) {
    return holidays.containsKey(day)
        || holidays.containsKey(day.minusDays(1))
        || holidays.containsKey(day.plusDays(1));
  }
}
