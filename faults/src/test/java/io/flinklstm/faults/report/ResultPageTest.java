package io.flinklstm.faults.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.faults.report.RunResult.About;
import io.flinklstm.faults.report.RunResult.Counts;
import io.flinklstm.faults.report.RunResult.Harm;
import io.flinklstm.faults.report.RunResult.Row;
import io.flinklstm.faults.report.RunResult.Sign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultPageTest {

  @TempDir private Path folder;

  private static RunResult run(String name, Row... rows) {
    return new RunResult(
        new About(
            name, "faults/run --seed 1", "abc", "2026-11-25", Map.of("Flink", "2.3.0"), 600, 3),
        "1 broker",
        new Counts(1_000, 990, 10),
        List.of(rows),
        List.of(),
        Map.of("a clock that jumps", "libfaketime"),
        "",
        List.of());
  }

  private static RunResult unfinished(RunResult run, String why) {
    return new RunResult(
        run.about(),
        run.cluster(),
        run.counts(),
        run.kinds(),
        run.controls(),
        run.notRun(),
        why,
        List.of());
  }

  private static Row row(int tried, List<Double> recovered, long lost) {
    List<Double> took = recovered.stream().map(seconds -> seconds + 10).toList();
    return new Row("kill", tried, recovered, took, new Harm(lost, 0, 0, 0), List.of());
  }

  private String page() throws IOException {
    ResultPage.write(folder, folder.resolve("page.md"));
    return Files.readString(folder.resolve("page.md"));
  }

  @Test
  void recoveriesOfAllRunsGiveOneMedianAndWorst() throws IOException {
    run("ci-1", row(2, List.of(3.0, 9.0), 0)).write(folder.resolve("ci-1.json"));
    run("campaign-1-1", row(1, List.of(5.0), 0)).write(folder.resolve("campaign-1-1.json"));
    assertThat(page()).contains("| kill | 3 | 3 | 5.0 | 9.0 | 19.0 | 0 | 0 | 0 | 0 |");
  }

  @Test
  void theMedianOfTwoIsBetweenThem() throws IOException {
    run("ci-1", row(2, List.of(3.0, 9.0), 0)).write(folder.resolve("ci-1.json"));
    assertThat(page()).contains("| kill | 2 | 2 | 6.0 | 9.0 | 19.0 |");
  }

  @Test
  void aLossIsShownAndFailsTheRun() throws IOException {
    RunResult lossy = run("ci-1", row(1, List.of(3.0), 4));
    assertThat(lossy.passed()).isFalse();
    lossy.write(folder.resolve("ci-1.json"));
    assertThat(page()).contains("| 4 | 0 | 0 | 0 | failed |");
  }

  @Test
  void aRunThatEndedBeforeItHadDoneEnoughIsNotPassedAndSaysHowFarItCame() throws IOException {
    RunResult cut = unfinished(run("ci-1", row(1, List.of(3.0), 0)), "time was over");
    assertThat(cut.passed()).isFalse();
    cut.write(folder.resolve("ci-1.json"));
    assertThat(page()).contains("| 1 of 3 |").contains("| unfinished: time was over |");
  }

  @Test
  void resultsFromBeforeThePlanWasKeptAreRead() throws IOException { // nor what took how long
    Path file = folder.resolve("ci-1.json");
    run("ci-1", row(2, List.of(3.0, 4.0), 0)).write(file);
    String old =
        Files.readString(file)
            .replaceFirst(",\\s*\"planned\" : 3", "")
            .replaceFirst(",\\s*\"signs\" : \\[ ]", "")
            .replaceFirst("\"took\" : \\[[^]]*],", "");
    assertThat(old).doesNotContain("planned", "signs", "took");
    Files.writeString(file, old);
    assertThat(RunResult.read(file).about().planned()).isZero();
    assertThat(page()).contains("| 1 broker | 2 | 1,000 | 10 |");
  }

  @Test
  void whatGrowsFailsASoakAndIsShown() throws IOException {
    RunResult soak = run("soak-1", row(3, List.of(3.0), 0));
    Sign ids = new Sign(Sign.TRANSACTIONAL_IDS, 100, 900);
    RunResult flat = soak.withSigns(List.of(new Sign("heap", 10, 12), ids));
    assertThat(flat.passed()).isTrue();
    flat.write(folder.resolve("soak-1.json"));
    RunResult growing = soak.withSigns(List.of(new Sign("heap", 10, 13)));
    assertThat(growing.passed()).isFalse();
    growing.write(folder.resolve("soak-2.json"));
    assertThat(page())
        .contains("In all 20 minutes and 6 faults.")
        .contains("| soak-1 | 10 | 3 | heap | 10 | 12 | yes |")
        .contains("| soak-1 | 10 | 3 | heap | 10 | 13 | **no** |");
  }

  @Test
  void aSoakThatIsTooShortToTellHasNotPassed() {
    RunResult soak = run("soak-1", row(3, List.of(3.0), 0));
    assertThat(soak.passed()).isTrue();
    assertThat(soak.withSigns(List.of()).passed()).isFalse();
    assertThat(soak.withSigns(List.of()).unfinished()).isEqualTo("too short to tell what grows");
  }

  @Test
  void aRunWithoutAnyFaultHasNotPassed() {
    assertThat(run("ci-1").passed()).isFalse();
  }

  @Test
  void whatWasNeverRunIsSaid() throws IOException {
    run("ci-1", row(1, List.of(3.0), 0)).write(folder.resolve("ci-1.json"));
    assertThat(page()).contains("- a clock that jumps: needs libfaketime");
  }
}
