package io.flinklstm.faults.fault;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All kinds of fault, and which of them can be done here. */
public final class Catalog {

  private Catalog() {}

  /** All, in a fixed order: a schedule is drawn from it. */
  public static List<FaultKind> all() {
    return Stream.of(
            ProcessFaults.all(),
            CheckpointFaults.all(),
            NetworkFaults.all(),
            StorageFaults.all(),
            ClockFaults.all(),
            LoadFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * What this machine and this cluster have.
   *
   * @param brokers of the cluster
   */
  public static Set<Requirement> met(int brokers) {
    Set<Requirement> met = EnumSet.noneOf(Requirement.class);
    for (Requirement requirement : Requirement.values()) {
      if (requirement.isMet() && (requirement != Requirement.THREE_BROKERS || brokers >= 3)) {
        met.add(requirement);
      }
    }
    return met;
  }

  /** What cannot be run, and why. */
  public static Map<String, String> notRun(Set<Requirement> met) {
    Map<String, String> missing = new LinkedHashMap<>();
    for (FaultKind kind : all()) {
      String why =
          kind.needs().stream()
              .filter(need -> !met.contains(need))
              .map(Requirement::text)
              .collect(Collectors.joining(", "));
      if (!why.isEmpty()) {
        missing.put(kind.name(), why);
      }
    }
    return missing;
  }
}
