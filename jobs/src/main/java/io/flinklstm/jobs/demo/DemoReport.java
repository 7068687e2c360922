package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.audit.AuditReport;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The demo's outcome for a person. */
final class DemoReport {

  private static final int ROWS = 20;
  private static final int DAYS = 12;
  private static final float THOUSAND = 1000;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd", Locale.ROOT);

  private final PrintStream out;
  private final KnownDays known;

  DemoReport(PrintStream out, KnownDays known) {
    this.out = out;
    this.known = known;
  }

  void print(DemoOutcome outcome) {
    out.println();
    out.println("The most anomalous station-days from 2011 on");
    out.printf("%4s  %-73s   %s%n", "", "by the LSTM's forecast", "by the same weekday a week ago");
    out.printf(
        "%4s  %-14s %-16s %7s %8s  %-24s   %-14s %-16s %s%n",
        "rank", "day", "station", "entries", "expected", "known as", "day", "station", "known as");
    for (int i = 0; i < ROWS; i++) {
      printRow(i + 1, outcome.network().days().get(i), outcome.naive().days().get(i));
    }
    printDays(outcome);
    printAudit(outcome);
  }

  private void printRow(int rank, StationDay network, StationDay naive) {
    out.printf(
        "%4d  %-14s %-16s %,7.0f %,8.0f  %-24s   %-14s %-16s %s%n",
        rank,
        DAY.format(network.date()),
        network.station(),
        network.entries() * THOUSAND,
        network.expected() * THOUSAND,
        known.note(network.date()),
        DAY.format(naive.date()),
        naive.station(),
        known.note(naive.date()));
  }

  private void printDays(DemoOutcome outcome) {
    List<Ranking.DayCount> network = outcome.network().byDay();
    List<Ranking.DayCount> naive = outcome.naive().byDay();
    out.println();
    out.printf(
        "Days by how many of their 20 stations are among the %d most anomalous%n", Ranking.DEPTH);
    for (int i = 0; i < Math.min(DAYS, Math.min(network.size(), naive.size())); i++) {
      out.printf("      %-73s   %s%n", text(network.get(i)), text(naive.get(i)));
    }
    out.println();
    out.printf(
        "On a federal holiday or next to one: %d of %d, by the week ago %d%n",
        known.holidays(outcome.network()), Ranking.DEPTH, known.holidays(outcome.naive()));
  }

  private String text(Ranking.DayCount count) {
    LocalDate day = count.date();
    return "%-14s %3d  %s".formatted(DAY.format(day), count.stations(), known.note(day));
  }

  private void printAudit(DemoOutcome outcome) {
    AuditReport audit = outcome.audit();
    out.printf(
        "Audit of %,d events read back committed-only: %d lost, %d duplicates, %d out of order, %d"
            + " wrong in any bit, %d dead letters%n",
        audit.events(),
        audit.lost(),
        audit.duplicates(),
        audit.outOfOrder(),
        audit.wrong(),
        audit.deadLetters());
    out.printf(Locale.ROOT, "%.1f seconds%n", outcome.seconds());
  }
}
