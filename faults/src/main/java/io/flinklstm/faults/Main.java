package io.flinklstm.faults;

import io.flinklstm.faults.cluster.RunFolder;
import io.flinklstm.faults.fault.Catalog;
import io.flinklstm.faults.fault.Requirement;
import io.flinklstm.faults.fault.Schedule;
import io.flinklstm.faults.report.Publication;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Entry of {@code faults/run}. */
@Command(
    name = "faults/run",
    description = "Breaks clusters on purpose and says whether anything was lost.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Main implements Callable<Integer> {

  private static final int PASSED = 0;
  private static final int FAILED = 1;

  /** At most one; without any, what a build can afford. */
  static final class Kind {
    @Option(names = "--campaign", description = "A piece of the whole schedule of 367 faults.")
    private boolean campaign;

    @Option(names = "--controls", description = "What is wrong on purpose and must be noticed.")
    private boolean controls;

    @Option(names = "--fuzz", description = "20 million generated records in one JVM.")
    private boolean fuzz;

    @Option(
        names = "--fuzz-kafka",
        description = "A million generated records through Kafka, while processes are killed.")
    private boolean fuzzKafka;

    @Option(names = "--soak", description = "A fault each two minutes, and what must stay flat.")
    private boolean soak;

    @Option(names = "--page", description = "Only writes docs/reliability.md anew.")
    private boolean page;

    Tier tier() {
      if (campaign) {
        return Tier.CAMPAIGN;
      } else if (controls) {
        return Tier.CONTROLS;
      } else if (fuzzKafka) {
        return Tier.FUZZ_KAFKA;
      } else if (soak) {
        return Tier.SOAK;
      }
      return fuzz ? Tier.FUZZ : Tier.CI;
    }
  }

  @ArgGroup private Kind kind = new Kind();

  @Option(names = "--piece", description = "Of the campaign: 1, or 2 (three brokers, heap state).")
  private int piece = 1;

  @Option(
      names = "--from",
      description = "Number of the first fault: goes on where an earlier run of the piece ended.")
  private int from;

  @Option(names = "--seed", description = "The same seed gives the same faults and records.")
  private Long seed;

  @Option(
      names = "--minutes",
      description = "After so many no further fault begins, or record is made.")
  private Integer minutes;

  @Option(names = "--records", description = "Records in all, at least.")
  private Long records;

  @Option(names = "--rate", description = "Records a second while faults go on.")
  private Integer rate;

  @Option(names = "--brokers", description = "1 or 3.")
  private Integer brokers;

  @Option(names = "--backend", description = "hashmap (with unaligned checkpoints) or rocksdb.")
  private String backend;

  @Option(names = "--only", split = ";", description = "Kinds of fault, or controls, by name.")
  private List<String> only = List.of();

  @Option(names = "--publish", description = "Keep the result in docs/reliability.md.")
  private boolean publish;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    long chosen = seed != null ? seed : new SplittableRandom().nextInt(1, 1_000_000);
    System.out.println("seed " + chosen);
    Tier tier = kind.tier();
    Tier.Part part = new Tier.Part(piece, from);
    RunFolder folder = RunFolder.ofThisRun(tier.runName(chosen, part) + suffix(tier));
    Publication publication = new Publication(folder);
    Runs runs = new Runs(folder, publication, command(chosen), publish);
    if (kind.page) {
      publication.writePage();
      return PASSED;
    }
    Campaign.Pace pace =
        new Campaign.Pace(
            minutes != null ? minutes : tier.pace().minutes(),
            rate != null ? rate : tier.pace().perSecond(),
            records != null ? records : tier.pace().records(),
            tier.pace().badPerMille());
    if (tier == Tier.FUZZ) {
      return runs.fuzz(chosen, pace) ? PASSED : FAILED;
    }
    int size = brokers != null ? brokers : tier.brokers(piece);
    Set<Requirement> met = Catalog.met(size);
    Map<String, String> notRun = Catalog.notRun(met);
    notRun.forEach((kind, why) -> System.out.println("not run: " + kind + " (needs " + why + ")"));
    List<Schedule.Step> steps = tier.steps(chosen, part, met, only);
    Campaign.Plan plan =
        new Campaign.Plan(
            chosen, steps, tier.enough(steps), pace, tier.controls(part, only), layout(size, met));
    return runs.plan(tier, plan, notRun) ? PASSED : FAILED;
  }

  /** Soaks add up, those of one seed as well. */
  private static String suffix(Tier tier) {
    return tier == Tier.SOAK
        ? DateTimeFormatter.ofPattern("-yyyyMMdd-HHmm").format(LocalDateTime.now())
        : "";
  }

  private Campaign.Layout layout(int size, Set<Requirement> met) {
    String chosen = backend != null ? backend : piece == 1 ? "rocksdb" : "hashmap";
    return new Campaign.Layout(
        size,
        chosen,
        chosen.equals("hashmap"),
        met.contains(Requirement.NAMESPACES),
        met.contains(Requirement.MOUNTS));
  }

  /** As it was called, with the seed that was drawn. */
  private String command(long seed) {
    String given =
        spec.commandLine().getParseResult().originalArgs().stream()
            .map(argument -> argument.matches("[\\w.-]+") ? argument : "'" + argument + "'")
            .collect(Collectors.joining(" "))
            .replace("--publish", "")
            .strip();
    return ("faults/run " + given + (given.contains("--seed") ? "" : " --seed " + seed))
        .replaceAll(" +", " ");
  }
}
