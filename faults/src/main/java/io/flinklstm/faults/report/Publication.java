package io.flinklstm.faults.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.faults.Campaign;
import io.flinklstm.faults.Campaign.Injected;
import io.flinklstm.faults.audit.Finding;
import io.flinklstm.faults.audit.Finding.Kind;
import io.flinklstm.faults.cluster.RunFolder;
import io.flinklstm.faults.cluster.Shell;
import io.flinklstm.faults.report.RunResult.About;
import io.flinklstm.faults.report.RunResult.ControlRow;
import io.flinklstm.faults.report.RunResult.Counts;
import io.flinklstm.faults.report.RunResult.Harm;
import io.flinklstm.faults.report.RunResult.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Turns what a run found into what is kept of it. */
public final class Publication {

  private static final String BETWEEN = "before the first fault, or in the input";
  private static final String BEYOND = "any, beyond the first findings of a kind";

  private final RunFolder folder;
  private final String commit; // at the start: who works on may commit meanwhile

  public Publication(RunFolder folder) {
    this.folder = folder;
    this.commit = Surroundings.commit(folder.home());
  }

  /**
   * A result from an outcome. Each finding belongs to the fault in which its record was written.
   */
  public RunResult result(
      String command, Campaign.Plan plan, Campaign.Outcome outcome, Map<String, String> notRun) {
    Map<String, List<Injected>> byKind =
        outcome.injected().stream()
            .collect(
                Collectors.groupingBy(
                    i -> i.step().kind().name(), LinkedHashMap::new, Collectors.toList()));
    Map<String, List<Finding>> found =
        outcome.findings().stream()
            .collect(Collectors.groupingBy(f -> kindOf(f, outcome.injected())));
    List<Row> rows = new ArrayList<>();
    byKind.forEach((kind, all) -> rows.add(row(kind, all, found.getOrDefault(kind, List.of()))));
    if (found.containsKey(BETWEEN)) {
      rows.add(row(BETWEEN, List.of(), found.get(BETWEEN)));
    }
    Harm beyond = beyond(outcome);
    if (!beyond.isNone()) {
      rows.add(new Row(BEYOND, 0, List.of(), List.of(), beyond, List.of()));
    }
    return new RunResult(
        about(command, outcome.seconds(), plan.enough(), told(plan, outcome)),
        plan.layout().toString(),
        new Counts(
            outcome.verdict().records(),
            outcome.verdict().results(),
            outcome.verdict().deadLetters()),
        rows,
        outcome.controls().stream()
            .map(c -> new ControlRow(c.name(), c.detected(), c.found()))
            .toList(),
        notTried(plan, byKind.keySet(), notRun),
        outcome.unfinished(),
        List.of());
  }

  /** Unaligned checkpoints that overtake nothing would be tried in vain. */
  private static Map<String, String> told(Campaign.Plan plan, Campaign.Outcome outcome) {
    return plan.layout().unaligned()
        ? Map.of(
            "data on its way in a checkpoint",
            String.format(Locale.ROOT, "at most %,d bytes", outcome.inFlight()))
        : Map.of();
  }

  private static Map<String, String> notTried(
      Campaign.Plan plan, Set<String> tried, Map<String, String> notRun) {
    Map<String, String> all = new LinkedHashMap<>(notRun);
    plan.steps().stream()
        .map(step -> step.kind().name())
        .filter(kind -> !tried.contains(kind))
        .forEach(kind -> all.put(kind, "more time than the run had"));
    return all;
  }

  /**
   * Which run this is.
   *
   * @param planned faults that must be tried
   * @param more what else is to be told of it, by name
   */
  public About about(String command, long seconds, int planned, Map<String, String> more) {
    Map<String, String> surroundings = Surroundings.versions(folder.home());
    surroundings.putAll(more);

    return new About(
        folder.artefacts().getFileName().toString(),
        command,
        commit,
        LocalDate.now().toString(),
        surroundings,
        seconds,
        planned);
  }

  private static String kindOf(Finding finding, List<Injected> injected) {
    String kind = BETWEEN;
    for (Injected each : injected) {
      if (each.isBefore(finding.number())) {
        kind = each.step().kind().name();
      }
    }
    return kind;
  }

  private static Row row(String kind, List<Injected> all, List<Finding> findings) {
    return new Row(
        kind,
        all.size(),
        seconds(all, Injected::recovered),
        seconds(all, Injected::took),
        harm(harmed -> count(findings, harmed)),
        all.stream().map(Injected::failure).filter(text -> !text.isEmpty()).toList());
  }

  private static List<Double> seconds(List<Injected> all, ToDoubleFunction<Injected> which) {
    return all.stream()
        .filter(each -> each.recovered() >= 0)
        .map(each -> Math.round(which.applyAsDouble(each) * 10) / 10.0)
        .toList();
  }

  /** What was counted and not kept one by one: nobody knows in which fault it was written. */
  private static Harm beyond(Campaign.Outcome outcome) {
    return harm(
        kind -> Math.max(0, outcome.verdict().count(kind) - count(outcome.findings(), kind)));
  }

  private static Harm harm(ToLongFunction<Kind> count) {
    return new Harm(
        count.applyAsLong(Kind.LOST),
        count.applyAsLong(Kind.DUPLICATE),
        count.applyAsLong(Kind.REORDERED),
        count.applyAsLong(Kind.WRONG) + count.applyAsLong(Kind.INPUT));
  }

  private static long count(List<Finding> findings, Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).count();
  }

  /** Keeps what explains a failure, record by record; of a clean run only the result. */
  public void keep(RunResult result, List<Finding> findings) throws IOException {
    result.write(folder.artefacts().resolve("result.json"));
    if (result.passed()) {
      Shell.run("rm", "-rf", folder.logs().toString());
      System.out.println("PASSED: " + summary(result));
      return;
    }
    findings("findings", findings);
    if (result.isClean()) {
      System.out.println("UNFINISHED: " + result.unfinished());
    }
    System.out.println("FAILED: logs and findings are in " + folder.artefacts());
    System.out.println("again: " + result.about().command());
  }

  private static String summary(RunResult result) {
    String controls = result.controls().size() + " controls, all noticed";
    String faults = result.faults() + " faults, nothing lost";
    if (result.controls().isEmpty()) {
      return faults;
    }
    return result.faults() == 0 ? controls : faults + "; " + controls;
  }

  /** Names what was found, record by record. */
  public void findings(String name, List<Finding> findings) throws IOException {
    Files.write(
        folder.artefacts().resolve(name.replace(' ', '-') + ".txt"),
        findings.stream()
            .map(
                f ->
                    "%s record %d, partition %d, offset %d: %s"
                        .formatted(f.kind(), f.number(), f.partition(), f.offset(), f.text()))
            .toList());
  }

  /** Puts the result among those that the page is made of, and makes it anew. */
  public void publish(RunResult result) throws IOException {
    result.write(results().resolve(result.about().name() + ".json"));
    writePage();
  }

  /** The same for what is no run of a schedule. */
  public void publish(JsonNode result) throws IOException {
    String name = folder.artefacts().getFileName().toString();
    Files.writeString(results().resolve(name + ".json"), result.toPrettyString() + "\n");
    writePage();
  }

  /** Writes the page from the results that are kept. */
  public void writePage() throws IOException {
    ResultPage.write(results(), folder.home().resolve("docs/reliability.md"));
  }

  private Path results() throws IOException {
    return Files.createDirectories(folder.home().resolve("faults/results"));
  }
}
