package io.flinklstm.faults.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/** What breaks, in which order: of a seed always the same, whatever the machine can do. */
public final class Schedule {

  /**
   * One fault of it.
   *
   * @param index in the whole schedule, from which whom it hits and how long are drawn
   */
  public record Step(int index, FaultKind kind) {

    boolean needsThreeBrokers() {
      return kind.needs().contains(Requirement.THREE_BROKERS);
    }

    /** The same at each replay. */
    public SplittableRandom random(long seed) {
      return new SplittableRandom(seed * 31 + index);
    }
  }

  private Schedule() {}

  /** Each kind once. */
  public static List<Step> once(long seed) {
    return shuffled(seed, Catalog.all());
  }

  /** Each kind as often as a campaign has it. */
  public static List<Step> campaign(long seed) {
    List<FaultKind> all = new ArrayList<>();
    for (FaultKind kind : Catalog.all()) {
      all.addAll(Collections.nCopies(kind.perCampaign(), kind));
    }
    return shuffled(seed, all);
  }

  private static List<Step> shuffled(long seed, List<FaultKind> kinds) {
    List<FaultKind> order = new ArrayList<>(kinds);
    Collections.shuffle(order, new Random(seed));
    List<Step> steps = new ArrayList<>();
    for (FaultKind kind : order) {
      steps.add(new Step(steps.size(), kind));
    }
    return steps;
  }

  /** One of two pieces, 1 or 2. What needs three brokers is in the second, which has them. */
  public static List<Step> piece(List<Step> steps, int piece) {
    int half = steps.size() / 2;
    return steps.stream()
        .filter(step -> (step.index() < half && !step.needsThreeBrokers()) == (piece == 1))
        .toList();
  }

  /** Those that can be run. */
  public static List<Step> possible(List<Step> steps, Set<Requirement> met) {
    return steps.stream().filter(step -> met.containsAll(step.kind().needs())).toList();
  }
}
