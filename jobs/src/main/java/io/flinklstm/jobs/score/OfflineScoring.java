package io.flinklstm.jobs.score;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Advances the network by one step for each row, in the order of the file, with a state for each
 * key.
 */
public final class OfflineScoring {

  /** What a key remembers. */
  private static final class Memory {
    private final float[] recurrent;
    private final double[] running;
    private long steps;

    Memory(Network network) {
      this.recurrent = network.initialState();
      this.running = new double[network.runningNumbers()];
    }
  }

  /**
   * How a file was read.
   *
   * @param scored rows with a result
   * @param refused rows without one
   * @param firstRefused why the first of these was refused; empty where none was
   */
  public record Outcome(long scored, long refused, String firstRefused) {}

  private final Network network;
  private final String timeColumn;
  private final RowReader reader;
  private final Workspace workspace;
  private final Map<String, Memory> keys = new HashMap<>();

  /** {@code keyColumn} may be empty: then all rows are of one key. */
  public OfflineScoring(Network network, String keyColumn, String timeColumn) {
    this.network = network;
    this.timeColumn = timeColumn;
    this.reader = new RowReader(network.description(), keyColumn, timeColumn);
    this.workspace = network.newWorkspace(1);
  }

  /** Scores the rows of a file. A row that is refused changes no key. */
  public Outcome run(Path file, InputStream in, ResultWriter out) throws IOException {
    return run(RowReader.rows(file, in), out);
  }

  private Outcome run(Iterator<Map<String, String>> rows, ResultWriter out) throws IOException {
    long scored = 0;
    long refused = 0;
    String first = "";
    long number = 0;
    while (rows.hasNext()) {
      number++;
      Map<String, String> row = rows.next();
      try {
        score(row, out);
        scored++;
      } catch (IllegalArgumentException e) {
        refused++;
        first = first.isEmpty() ? "row " + number + ": " + e.getMessage() : first;
      }
    }
    return new Outcome(scored, refused, first);
  }

  private void score(Map<String, String> row, ResultWriter out) throws IOException {
    RowReader.Step step = reader.read(row);
    Memory memory = keys.computeIfAbsent(step.key(), unknown -> new Memory(network));
    workspace.set(0, step.time(), step.values(), memory.recurrent, memory.running);
    network.advance(workspace, 1);
    if (!workspace.isFinite(0)) {
      throw new IllegalArgumentException("a step that is not finite");
    }
    memory.steps++;
    out.write(step.key(), row.getOrDefault(timeColumn, ""), memory.steps, workspace);
  }
}
