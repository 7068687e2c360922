package io.flinklstm.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.faults.cluster.RunFolder;
import io.flinklstm.faults.control.Controls;
import io.flinklstm.faults.fuzz.Fuzz;
import io.flinklstm.faults.report.Publication;
import io.flinklstm.faults.report.RunResult;
import io.flinklstm.faults.soak.Soak;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a plan, or the fuzz, and keeps what it found. */
final class Runs {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FUZZ_AT_A_TIME = 500_000;

  private final RunFolder folder;
  private final Publication publication;
  private final String command;
  private final boolean publish;

  /**
   * @param command that repeats the run
   * @param publish whether the page gets its result
   */
  Runs(RunFolder folder, Publication publication, String command, boolean publish) {
    this.folder = folder;
    this.publication = publication;
    this.command = command;
    this.publish = publish;
  }

  /** Whether everything was as promised. */
  boolean plan(Tier tier, Campaign.Plan plan, Map<String, String> notRun) throws IOException {
    String name = folder.artefacts().getFileName().toString();
    Soak soak =
        tier == Tier.SOAK ? new Soak(name, folder.home().resolve("faults/results/soak.csv")) : null;
    Campaign.Between between = soak == null ? (trial, seconds) -> {} : soak;
    Campaign campaign = new Campaign(plan, folder, between);
    Campaign.Outcome outcome =
        campaign.run(
            part ->
                publish(plan, soak == null ? part : part.before("a look at what grows"), notRun));
    for (Controls.Result control : outcome.controls()) {
      publication.findings(control.name(), control.findings());
    }
    RunResult result = publication.result(command, plan, outcome, notRun);
    if (soak != null) {
      result = result.withSigns(soak.signs());
      result.signs().forEach(sign -> System.out.println("  " + sign));
      if (publish) {
        publication.publish(result);
      }
    }
    publication.keep(result, outcome.findings());
    return result.passed();
  }

  private void publish(Campaign.Plan plan, Campaign.Outcome outcome, Map<String, String> notRun) {
    if (!publish) {
      return;
    }
    try {
      publication.publish(publication.result(command, plan, outcome, notRun));
    } catch (IOException e) {
      throw new FaultsException("the result cannot be kept: " + e.getMessage(), e);
    }
  }

  /**
   * Whether every generated record became what it had to.
   *
   * @param pace how many records, or how long
   */
  boolean fuzz(long seed, Campaign.Pace pace) throws Exception {
    long start = System.nanoTime();
    long seconds = 0;
    Fuzz.Tally tally = new Fuzz.Tally();
    try (Fuzz fuzz = new Fuzz(seed)) {
      while (tally.records < pace.records() && seconds < pace.minutes() * 60L) {
        tally = fuzz.run(tally.records, Math.min(pace.records(), tally.records + FUZZ_AT_A_TIME));
        seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        System.out.printf("%4d s  %,d records, %,d bad%n", seconds, tally.records, tally.bad);
      }
    }
    ObjectNode json = JSON.valueToTree(tally);
    json.put("asked", pace.records());
    json.set("about", JSON.valueToTree(publication.about(command, seconds, 0, Map.of())));
    System.out.println(json.toPrettyString());
    if (publish) {
      publication.publish(json);
    }
    return tally.isClean() && tally.records >= pace.records();
  }
}
