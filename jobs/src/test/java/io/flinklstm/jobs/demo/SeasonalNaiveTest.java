package io.flinklstm.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.jobs.DemoModel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeasonalNaiveTest {

  private static final ModelDescription MODEL = DemoModel.source().bundle().description();
  private static final LocalDate MONDAY = LocalDate.of(2001, 1, 8);

  @Test
  void expectsWhatCameAWeekAgo() {
    List<StationDay> judged = new SeasonalNaive(MODEL).judge(weeks(4));
    for (int day = 7; day < 28; day++) {
      assertThat(judged.get(day).expected()).isEqualTo(judged.get(day - 7).entries());
      assertThat(judged.get(day).error()).isZero();
    }
    assertThat(judged.get(6).expected()).isNaN();
    assertThat(judged.get(6).error()).isZero();
  }

  @Test
  void raisesAnEchoAWeekAfterADayThatWasUnlikeItsWeekday() {
    List<Reading> readings = weeks(100);
    readings.set(630, new Reading(MONDAY.plusDays(630), "a", 0));
    List<StationDay> judged = new SeasonalNaive(MODEL).judge(readings);
    assertThat(judged.get(630).error()).isGreaterThan(1);
    assertThat(judged.get(637).error()).isGreaterThan(1);
    assertThat(judged.get(638).error()).isZero();
    assertThat(judged.get(630).score()).isGreaterThan(0.9);
  }

  @Test
  void keepsStationsApart() {
    List<Reading> mixed = new ArrayList<>();
    for (Reading reading : weeks(3)) {
      mixed.add(reading);
      mixed.add(new Reading(reading.date(), "b", 2 * reading.entries()));
    }
    List<StationDay> judged = new SeasonalNaive(MODEL).judge(mixed);
    assertThat(judged.stream().filter(day -> day.station().equals("a")).toList())
        .isEqualTo(new SeasonalNaive(MODEL).judge(weeks(3)));
  }

  private static List<Reading> weeks(int weeks) {
    List<Reading> readings = new ArrayList<>();
    for (int day = 0; day < 7 * weeks; day++) {
      readings.add(new Reading(MONDAY.plusDays(day), "a", day % 7 < 5 ? 17 + day % 7 : 4));
    }
    return readings;
  }
}
