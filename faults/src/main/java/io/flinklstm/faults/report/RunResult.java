package io.flinklstm.faults.report;

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
 * @param name of its file
 * @param command that repeats it
 * @param commit that was run; with a plus where files were changed
 * @param environment versions and machine
 * @param setting of the cluster
 * @param kinds of fault
 * @param notRun kinds that could not be, and why
 * @param unfinished why the run ended early; empty where it did not
 */
public record RunResult(
    String name,
    String command,
    String commit,
    String date,
    Map<String, String> environment,
    String setting,
    long seed,
    long seconds,
    long records,
    long results,
    long deadLetters,
    List<Row> kinds,
    Map<String, String> notRun,
    String unfinished) {

  /**
   * One kind of fault.
   *
   * @param recovered seconds from the healing to the second next completed checkpoint, in order
   * @param failed what went wrong in injecting or recovering, other than with records
   */
  public record Row(
      String kind,
      int tried,
      List<Double> recovered,
      long lost,
      long duplicates,
      long reordered,
      long wrong,
      List<String> failed) {

    boolean isClean() {
      return lost + duplicates + reordered + wrong == 0 && failed.isEmpty();
    }
  }

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Whether all was as promised, and something was tried. */
  public boolean passed() {
    return unfinished.isEmpty() && faults() > 0 && kinds.stream().allMatch(Row::isClean);
  }

  public int faults() {
    return kinds.stream().mapToInt(Row::tried).sum();
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    JSON.writeValue(file.toFile(), this);
  }

  public static RunResult read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), RunResult.class);
  }
}
