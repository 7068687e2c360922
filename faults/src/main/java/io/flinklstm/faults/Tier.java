package io.flinklstm.faults;

import io.flinklstm.faults.control.Control;
import io.flinklstm.faults.control.Controls;
import io.flinklstm.faults.fault.Requirement;
import io.flinklstm.faults.fault.Schedule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What is run, by how much time there is. */
enum Tier {
  /** As many kinds as a build can afford, another choice with each seed. */
  CI(new Campaign.Pace(11, 800, 300_000, 5)),
  CAMPAIGN(new Campaign.Pace(100, 1_500, 5_000_000, 5)),
  SOAK(new Campaign.Pace(160, 500, 0, 5)), // and what it takes to begin and to end
  CONTROLS(new Campaign.Pace(0, 0, 0, 0)),
  FUZZ_KAFKA(new Campaign.Pace(12, 1_500, 1_000_000, 600)),
  FUZZ(new Campaign.Pace(600, 0, 20_000_000, 0));

  private static final int CI_KINDS = 13;
  private static final int ENOUGH = 12;

  private final Campaign.Pace pace;

  Tier(Campaign.Pace pace) {
    this.pace = pace;
  }

  Campaign.Pace pace() {
    return pace;
  }

  /**
   * What of a schedule is run.
   *
   * @param piece of a campaign
   * @param from number of the first fault, where an earlier run did not come to the end
   */
  record Part(int piece, int from) {}

  String runName(long seed, Part part) {
    String name = name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + seed;
    return (this == CAMPAIGN ? name + "-" + part.piece : name)
        + (part.from > 0 ? "-from-" + part.from : "");
  }

  int brokers(int piece) {
    return this == CAMPAIGN && piece == 2 ? 3 : 1;
  }

  /**
   * The faults.
   *
   * @param only kinds by name; empty for all
   */
  List<Schedule.Step> steps(long seed, Part part, Set<Requirement> met, List<String> only) {
    Stream<Schedule.Step> wanted =
        Schedule.possible(whole(seed, part.piece), met).stream()
            .filter(step -> step.index() >= part.from)
            .filter(step -> only.isEmpty() || only.contains(step.kind().name()));
    return this == CI && only.isEmpty() ? wanted.limit(CI_KINDS).toList() : wanted.toList();
  }

  private List<Schedule.Step> whole(long seed, int piece) {
    return switch (this) {
      case CI -> Schedule.once(seed);
      case CAMPAIGN -> Schedule.piece(Schedule.campaign(seed), piece);
      case SOAK -> Schedule.campaign(seed);
      case FUZZ_KAFKA ->
          Schedule.campaign(seed).stream()
              .filter(step -> step.kind().name().startsWith("kill"))
              .toList();
      case CONTROLS, FUZZ -> List.of();
    };
  }

  /** How many of these faults must have been tried; a soak goes on as long as it is let. */
  int enough(List<Schedule.Step> steps) {
    int most =
        switch (this) {
          case CI, FUZZ_KAFKA -> ENOUGH;
          case CAMPAIGN -> steps.size();
          case SOAK -> 1;
          case CONTROLS, FUZZ -> 0;
        };
    return Math.min(most, steps.size());
  }

  /** What is done wrong on purpose: a whole campaign shows that it can fail. */
  List<Control> controls(Part part, List<String> only) {
    boolean whole = part.piece == 1 && part.from == 0 && only.isEmpty();
    if (this == CONTROLS || (this == CAMPAIGN && whole)) {
      return Controls.all().stream()
          .filter(control -> only.isEmpty() || only.contains(control.name()))
          .toList();
    }
    return List.of();
  }
}
