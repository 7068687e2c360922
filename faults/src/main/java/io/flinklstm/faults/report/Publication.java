package io.flinklstm.faults.report;

import io.flinklstm.faults.Campaign;
import io.flinklstm.faults.Campaign.Injected;
import io.flinklstm.faults.audit.Finding;
import io.flinklstm.faults.audit.Finding.Kind;
import io.flinklstm.faults.cluster.RunFolder;
import io.flinklstm.faults.cluster.Shell;
import io.flinklstm.faults.report.RunResult.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns what a run found into what is kept of it. */
public final class Publication {

  private static final String BETWEEN = "before the first fault, or in the input";

  private final RunFolder folder;

  public Publication(RunFolder folder) {
    this.folder = folder;
  }

  /** A result from an outcome. Each finding belongs to the fault in which its record was written. */
  public static RunResult result(
      String name,
      String command,
      RunFolder folder,
      Campaign.Plan plan,
      Campaign.Outcome outcome,
      Map<String, String> notRun) {
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
    return new RunResult(
        name,
        command,
        Surroundings.commit(folder.home()),
        LocalDate.now().toString(),
        Surroundings.versions(folder.home()),
        plan.layout().toString(),
        plan.seed(),
        outcome.seconds(),
        outcome.verdict().records(),
        outcome.verdict().results(),
        outcome.verdict().deadLetters(),
        rows,
        notRun,
        outcome.unfinished());
  }

  private static String kindOf(Finding finding, List<Injected> injected) {
    String kind = BETWEEN;
    for (Injected each : injected) {
      if (each.from() <= finding.number()) {
        kind = each.step().kind().name();
      }
    }
    return kind;
  }

  private static Row row(String kind, List<Injected> all, List<Finding> findings) {
    return new Row(
        kind,
        all.size(),
        all.stream()
            .filter(i -> i.recovered() >= 0)
            .map(i -> Math.round(i.recovered() * 10) / 10.0)
            .toList(),
        count(findings, Kind.LOST),
        count(findings, Kind.DUPLICATE),
        count(findings, Kind.REORDERED),
        count(findings, Kind.WRONG) + count(findings, Kind.INPUT),
        all.stream().map(Injected::failure).filter(text -> !text.isEmpty()).toList());
  }

  private static long count(List<Finding> findings, Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).count();
  }

  /** Keeps what explains a failure, record by record; of a clean run only the result. */
  public void keep(RunResult result, List<Finding> findings) throws IOException {
    result.write(folder.artefacts().resolve("result.json"));
    if (result.passed()) {
      Shell.run("rm", "-rf", folder.logs().toString());
      System.out.println("PASSED: " + result.faults() + " faults, nothing lost");
      return;
    }
    Files.write(
        folder.artefacts().resolve("findings.txt"),
        findings.stream()
            .map(
                f ->
                    "%s record %d, partition %d, offset %d: %s"
                        .formatted(f.kind(), f.number(), f.partition(), f.offset(), f.text()))
            .toList());
    System.out.println("FAILED: logs and findings are in " + folder.artefacts());
    System.out.println("again: " + result.command());
  }

  /** Puts the result among those that the page is made of, and makes it anew. */
  public void publish(RunResult result) throws IOException {
    Path results = folder.home().resolve("faults/results");
    result.write(results.resolve(result.name() + ".json"));
    ResultPage.write(results, folder.home().resolve("docs/reliability.md"));
  }
}
