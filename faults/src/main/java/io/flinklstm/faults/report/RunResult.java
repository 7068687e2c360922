package io.flinklstm.faults.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run, as it is kept. Every number in it was counted or measured by the run itself.
 *
 * @param cluster its layout
 * @param kinds of fault
 * @param controls that were run with it
 * @param notRun kinds that were not, and what they need
 * @param unfinished why the run ended before it had done enough; empty where it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true) // what is derived is written for people
public record RunResult(
    About about,
    String cluster,
    Counts counts,
    List<Row> kinds,
    List<ControlRow> controls,
    Map<String, String> notRun,
    String unfinished) {

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
   * @param failed what went wrong in injecting or recovering, other than with records
   */
  public record Row(
      String kind, int tried, List<Double> recovered, Harm harm, List<String> failed) {

    boolean isClean() {
      return harm.isNone() && failed.isEmpty();
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
    return kinds.stream().allMatch(Row::isClean) && controls.stream().allMatch(ControlRow::noticed);
  }

  /**
   * With what a soak has looked at.
   *
   * @param growing what should have stayed flat; empty where all did
   */
  public RunResult withSigns(List<String> growing) {
    Row signs = new Row("what must stay flat", 0, List.of(), new Harm(0, 0, 0, 0), growing);
    List<Row> all = Stream.concat(kinds.stream(), Stream.of(signs)).toList();
    return new RunResult(about, cluster, counts, all, controls, notRun, unfinished);
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
