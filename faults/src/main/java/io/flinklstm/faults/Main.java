package io.flinklstm.faults;

import io.flinklstm.faults.cluster.RunFolder;
import io.flinklstm.faults.fault.Catalog;
import io.flinklstm.faults.fault.Requirement;
import io.flinklstm.faults.fault.Schedule;
import io.flinklstm.faults.report.Publication;
import io.flinklstm.faults.report.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Entry of {@code faults/run}. */
@Command(
    name = "faults/run",
    description = "Breaks clusters on purpose and says whether anything was lost.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Main implements Callable<Integer> {

  private static final int PIECES = 2;
  private static final int PIECE_MINUTES = 100;
  private static final int CI_MINUTES = 12;
  private static final long CI_RECORDS = 300_000;

  @Option(
      names = "--campaign",
      description = "A piece of the whole schedule of 367 faults, at most 100 minutes.")
  private boolean campaign;

  @Option(names = "--piece", description = "Of the campaign: 1 or 2 (default 1).")
  private int piece = 1;

  @Option(names = "--seed", description = "The same seed gives the same faults and records.")
  private Long seed;

  @Option(names = "--minutes", description = "After so many no further fault begins.")
  private Integer minutes;

  @Option(names = "--records", description = "Records in all, at least.")
  private Long records;

  @Option(names = "--rate", description = "Records a second while faults go on.")
  private Integer rate;

  @Option(names = "--brokers", description = "1 or 3.")
  private Integer brokers;

  @Option(names = "--backend", description = "hashmap or rocksdb.")
  private String backend;

  @Option(names = "--only", split = ";", description = "Kinds of fault, by their names.")
  private List<String> only;

  @Option(names = "--publish", description = "Keep the result in docs/reliability.md.")
  private boolean publish;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    long chosen = seed != null ? seed : new SplittableRandom().nextInt(1, 1_000_000);
    System.out.println("seed " + chosen);
    String name = campaign ? "campaign-" + chosen + "-" + piece : "ci-" + chosen;
    RunFolder folder = RunFolder.ofThisRun(name);
    int size = brokers != null ? brokers : campaign && piece == 2 ? 3 : 1;
    Set<Requirement> met = Catalog.met(size);
    Map<String, String> notRun = Catalog.notRun(met);
    notRun.forEach((kind, why) -> System.out.println("not run: " + kind + " (needs " + why + ")"));

    Campaign.Plan plan = plan(chosen, size, met);
    Campaign.Outcome outcome = new Campaign(plan, folder).run();
    RunResult result = Publication.result(name, command(chosen), folder, plan, outcome, notRun);
    Publication publication = new Publication(folder);
    publication.keep(result, outcome.findings());
    if (publish) {
      publication.publish(result);
    }
    return result.passed() ? 0 : 1;
  }

  private Campaign.Plan plan(long seed, int size, Set<Requirement> met) {
    List<Schedule.Step> all =
        campaign ? Schedule.piece(Schedule.campaign(seed), piece, PIECES) : Schedule.once(seed);
    List<Schedule.Step> steps =
        Schedule.possible(all, met).stream()
            .filter(step -> only == null || only.contains(step.kind().name()))
            .toList();
    boolean isolated = met.contains(Requirement.NAMESPACES);
    String chosenBackend = backend != null ? backend : piece == 1 ? "rocksdb" : "hashmap";
    return new Campaign.Plan(
        seed,
        steps,
        minutes != null ? minutes : campaign ? PIECE_MINUTES : CI_MINUTES,
        rate != null ? rate : campaign ? 1_500 : 800,
        records != null ? records : campaign ? 5_000_000 : CI_RECORDS,
        5,
        new Campaign.Layout(
            size,
            chosenBackend,
            chosenBackend.equals("hashmap"),
            isolated,
            met.contains(Requirement.MOUNTS)));
  }

  private String command(long seed) {
    return "faults/run" + (campaign ? " --campaign --piece " + piece : "") + " --seed " + seed;
  }
}
