package io.flinklstm.faults.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run, as it is kept. Every number in it was counted or measured by the run itself.
 *
 * @param cluster its layout
 * @param kinds of fault
 * @param controls that were run with it
 * @param notRun kinds that were not, and what they need
 * @param unfinished why the run ended before it had done enough; empty where it did not
 * @param signs what a soak has looked at
 */
@JsonIgnoreProperties(ignoreUnknown = true) // what is derived is written for people
public record RunResult(
    About about,
    String cluster,
    Counts counts,
    List<Row> kinds,
    List<ControlRow> controls,
    Map<String, String> notRun,
    String unfinished,
    List<Sign> signs) {

  public RunResult {
    signs = signs == null ? List.of() : signs; // of a result from before there were any
  }

  /**
   * Which run it was.
   *
   * @param name of its file
   * @param command that repeats it
   * @param commit that was run; with a plus where files were changed
   * @param environment versions and machine
   * @param planned faults; 0 in results from before this was kept
   */
  public record About(
      String name,
      String command,
      String commit,
      String date,
      Map<String, String> environment,
      long seconds,
      int planned) {}

  /** What came in and out. */
  public record Counts(long records, long results, long deadLetters) {}

  /** What must be all zeros. */
  public record Harm(long lost, long duplicates, long reordered, long wrong) {

    boolean isNone() {
      return lost + duplicates + reordered + wrong == 0;
    }

    Harm plus(Harm other) {
      return new Harm(
          lost + other.lost,
          duplicates + other.duplicates,
          reordered + other.reordered,
          wrong + other.wrong);
    }

    /** Cells of a table. */
    String cells() {
      return lost + " | " + duplicates + " | " + reordered + " | " + wrong;
    }
  }

  /**
   * One kind of fault.
   *
   * @param recovered seconds from the healing to the second next completed checkpoint, in order
   * @param took seconds from the beginning of the fault to there; none in old results
   * @param failed what went wrong in injecting or recovering, other than with records
   */
  public record Row(
      String kind,
      int tried,
      List<Double> recovered,
      List<Double> took,
      Harm harm,
      List<String> failed) {

    public Row {
      took = took == null ? List.of() : took;
    }

    boolean isClean() {
      return harm.isNone() && failed.isEmpty();
    }
  }

  /**
   * One of a soak's vital signs, by its medians.
   *
   * @param before of the run's second quarter
   * @param after of its last quarter
   */
  public record Sign(String name, long before, long after) {

    /** Grow with each checkpoint: Kafka's connector takes a new one each time, for a week. */
    public static final String TRANSACTIONAL_IDS = "transactional_ids";

    private static final double MOST_GROWTH = 1.2;

    boolean isFlat() {
      return name.equals(TRANSACTIONAL_IDS) || after <= before * MOST_GROWTH;
    }
  }

  /** One thing done wrong on purpose. */
  public record ControlRow(String name, boolean noticed, String found) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Whether all was as promised, and something was tried. */
  public boolean passed() {
    return unfinished.isEmpty() && faults() + controls.size() > 0 && isClean();
  }

  /** Whether all that was tried was as promised. */
  boolean isClean() {
    return kinds.stream().allMatch(Row::isClean)
        && controls.stream().allMatch(ControlRow::noticed)
        && signs.stream().allMatch(Sign::isFlat);
  }

  /**
   * With what a soak has looked at.
   *
   * @param seen none where it was too short to tell
   */
  public RunResult withSigns(List<Sign> seen) {
    String early = seen.isEmpty() ? "too short to tell what grows" : "";
    return new RunResult(
        about,
        cluster,
        counts,
        kinds,
        controls,
        notRun,
        unfinished.isEmpty() ? early : unfinished,
        seen);
  }

  public int faults() {
    return kinds.stream().mapToInt(Row::tried).sum();
  }

  /** Of all kinds together. */
  public Harm harm() {
    return kinds.stream().map(Row::harm).reduce(new Harm(0, 0, 0, 0), Harm::plus);
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    JSON.writeValue(file.toFile(), this);
  }

  public static RunResult read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), RunResult.class);
  }
}
