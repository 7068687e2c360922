package io.flinklstm.faults.report;

import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.faults.report.RunResult.Harm;
import io.flinklstm.faults.report.RunResult.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** docs/reliability.md, from all results that are kept: tables by hand would be wrong one day. */
public final class ResultPage {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringBuilder page = new StringBuilder();
  private final Path results;

  private ResultPage(Path results) {
    this.results = results;
  }

  /** Writes the page from a directory of results. */
  public static void write(Path results, Path page) throws IOException {
    ResultPage made = new ResultPage(results);
    made.text("reliability-head.md");
    List<RunResult> runs = new ArrayList<>();
    for (Path file : made.files("(ci|campaign|fuzz-kafka|soak|controls)")) {
      runs.add(RunResult.read(file));
    }
    made.runs(runs.stream().filter(run -> run.faults() > 0).toList());
    made.soaks(runs.stream().filter(run -> !run.signs().isEmpty()).toList());
    made.controls(runs);
    made.fuzz();
    made.notes();
    made.text("reliability-foot.md");
    Files.writeString(page, made.page.toString());
  }

  private void text(String resource) throws IOException {
    try (InputStream in =
        ResultPage.class.getResourceAsStream("/io/flinklstm/faults/" + resource)) {
      page.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** What people say of the results that are kept. */
  private void notes() throws IOException {
    Path notes = results.resolve("notes.md");
    if (Files.exists(notes)) {
      line("\n## Of these results\n");
      page.append(Files.readString(notes));
    }
  }

  private void line(String format, Object... arguments) {
    page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private List<Path> files(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files
          .filter(file -> file.getFileName().toString().matches(prefix + "(-.*)?\\.json"))
          .sorted()
          .toList();
    }
  }

  private void runs(List<RunResult> all) {
    line("\n## Runs\n");
    line(
        "| run | commit | cluster | faults | records | dead letters | time | lost | duplicates | out of order | wrong | verdict |");
    line("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (RunResult run : all) {
      line(
          "| `%s` | %s | %s | %s | %,d | %,d | %d min | %s | %s |",
          run.about().command(),
          run.about().commit(),
          run.cluster(),
          faults(run),
          run.counts().records(),
          run.counts().deadLetters(),
          Math.round(run.about().seconds() / 60.0),
          run.harm().cells(),
          verdict(run));
    }
    line("");
    for (RunResult run : all) {
      line("- %s, %s: %s", run.about().name(), run.about().date(), versions(run));
    }
    byKind(all);
    notRun(all);
  }

  private static String faults(RunResult run) {
    int planned = run.about().planned();
    return run.faults() + (planned > run.faults() ? " of " + planned : "");
  }

  private static String verdict(RunResult run) {
    if (run.passed()) {
      return "passed";
    }
    String why = run.unfinished().isEmpty() ? "" : ": " + cell(run.unfinished());
    return (run.isClean() && !why.isEmpty() ? "unfinished" : "failed") + why;
  }

  private static String versions(RunResult run) {
    List<String> parts = new ArrayList<>();
    run.about().environment().forEach((what, version) -> parts.add(what + " " + version));
    return String.join(", ", parts);
  }

  private void byKind(List<RunResult> all) {
    Map<String, List<Row>> kinds = new LinkedHashMap<>();
    all.forEach(
        run ->
            run.kinds()
                .forEach(
                    row -> kinds.computeIfAbsent(row.kind(), k -> new ArrayList<>()).add(row)));
    line("\n## By kind of fault\n");
    line(
        "Recovered: seconds from the healing to the second next completed checkpoint. With it: the worst"
            + " from the beginning of the fault, where that was measured; some faults wait for"
            + " checkpoints before they count as healed.\n");
    line(
        "| fault | tried | recovered | median s | worst s | with it s | lost | duplicates | out of order | wrong |");
    line("|---|---|---|---|---|---|---|---|---|---|");
    kinds.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(ResultPage::isOfFaults))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> kind(entry.getKey(), entry.getValue()));
    line("");
    for (RunResult run : all) {
      for (Row row : run.kinds()) {
        row.failed()
            .forEach(why -> line("- %s, %s: %s", run.about().name(), row.kind(), firstLine(why)));
      }
    }
  }

  private void kind(String name, List<Row> rows) {
    List<Double> recovered = rows.stream().flatMap(r -> r.recovered().stream()).sorted().toList();
    line(
        "| %s | %d | %d | %s | %s | %s | %s |",
        name,
        rows.stream().mapToInt(Row::tried).sum(),
        recovered.size(),
        recovered.isEmpty() ? "" : median(recovered),
        recovered.isEmpty() ? "" : recovered.get(recovered.size() - 1),
        rows.stream()
            .flatMap(r -> r.took().stream())
            .max(naturalOrder())
            .map(String::valueOf)
            .orElse(""),
        rows.stream().map(Row::harm).reduce(new Harm(0, 0, 0, 0), Harm::plus).cells());
  }

  private static boolean isOfFaults(Row row) {
    return row.tried() > 0 || !row.harm().isNone();
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : Math.round((sorted.get(middle - 1) + sorted.get(middle)) * 5) / 10.0;
  }

  private void notRun(List<RunResult> all) {
    Map<String, String> never = new LinkedHashMap<>();
    all.forEach(run -> never.putAll(run.notRun()));
    all.forEach(
        run ->
            run.kinds().stream()
                .filter(row -> row.tried() > 0)
                .forEach(row -> never.remove(row.kind())));
    if (!never.isEmpty()) {
      line("\nNot run in any of these:\n");
      never.forEach((kind, why) -> line("- %s: needs %s", kind, why));
    }
  }

  private void soaks(List<RunResult> all) {
    if (all.isEmpty()) {
      return;
    }
    line("\n## What must stay flat\n");
    line(
        "A fault each two minutes; of each sign the median of the run's second quarter, then of its last."
            + " Heaps after a full collection. Transactional ids grow by one a checkpoint and subtask, and"
            + " Kafka keeps each for a week. In all %d minutes and %d faults.\n",
        all.stream().mapToLong(run -> run.about().seconds()).sum() / 60,
        all.stream().mapToInt(RunResult::faults).sum());
    line("| run | minutes | faults | sign | before | after | flat |");
    line("|---|---|---|---|---|---|---|");
    for (RunResult run : all) {
      for (RunResult.Sign sign : run.signs()) {
        line(
            "| %s | %d | %d | %s | %,d | %,d | %s |",
            run.about().name(),
            run.about().seconds() / 60,
            run.faults(),
            sign.name().replace('_', ' '),
            sign.before(),
            sign.after(),
            flat(sign));
      }
    }
  }

  private static String flat(RunResult.Sign sign) {
    if (sign.name().equals(RunResult.Sign.TRANSACTIONAL_IDS)) {
      return "grows, as said";
    }
    return sign.isFlat() ? "yes" : "**no**";
  }

  private void controls(List<RunResult> all) {
    line("\n## Controls\n");
    line("Each does one thing wrong on purpose; the audit has to fail on it.\n");
    line("| done wrong | noticed | found | run |");
    line("|---|---|---|---|");
    for (RunResult run : all) {
      run.controls()
          .forEach(
              each ->
                  line(
                      "| %s | %s | %s | `%s`, commit %s |",
                      each.name(),
                      each.noticed() ? "yes" : "**no**",
                      cell(each.found()),
                      run.about().command(),
                      run.about().commit()));
    }
  }

  private static String cell(String text) {
    return firstLine(text).replace('|', '/');
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String of(long asked, long done) {
    return asked > done ? String.format(Locale.ROOT, " of %,d asked for", asked) : "";
  }

  private void fuzz() throws IOException {
    for (Path file : files("fuzz-[0-9]+")) {
      JsonNode fuzz = JSON.readTree(file.toFile());
      line("\n## Generated records\n");
      line(
          "`%s` (commit %s): %,d records%s, %,d of them bad, through deserializer, operator and"
              + " serializer in one JVM, in %d s:\n",
          fuzz.path("about").path("command").asText(),
          fuzz.path("about").path("commit").asText(),
          fuzz.path("records").asLong(),
          of(fuzz.path("asked").asLong(), fuzz.path("records").asLong()),
          fuzz.path("bad").asLong(),
          fuzz.path("about").path("seconds").asLong());
      line(
          "- dead letters: %,d; planted bad records without one: %d; good ones with one: %d",
          fuzz.path("deadLetters").asLong(),
          fuzz.path("missed").asLong(),
          fuzz.path("refused").asLong());
      line(
          "- results that differ in any byte from a run without the bad ones: %d",
          fuzz.path("different").asLong());
      line("- results that differ in any bit from the plain LSTM: %d", fuzz.path("wrong").asLong());
      line("- uncaught exceptions: %d", fuzz.path("exceptions").asLong());
    }
  }
}
