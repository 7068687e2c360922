package io.flinklstm.jobs.surgery;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.operators.LstmState;
import io.flinklstm.state.KeyState;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** What can be done to the states of a savepoint. The savepoint itself is never changed. */
public final class Surgery {

  private Surgery() {}

  /** Writes a line per key and returns how many there were. */
  public static long export(SavepointFile savepoint, Writer out) throws Exception {
    KeyProgress progress = new KeyProgress("exported", System.err);
    try (CloseableIterator<Tuple2<String, KeyState>> states = savepoint.read()) {
      while (states.hasNext()) {
        Tuple2<String, KeyState> keyed = states.next();
        out.write(StateLine.write(keyed.f0, keyed.f1));
        out.write('\n');
        progress.next();
      }
    }
    return progress.end();
  }

  /**
   * Writes the base with the states of the lines in place of its own.
   *
   * @param model what the states must have been made by; null where any may be
   */
  public static void importLines(Path lines, SavepointFile base, NetworkSource model, Path target)
      throws Exception {
    StreamExecutionEnvironment environment = LocalFlink.environment("rocksdb");
    StateCheck check = model == null ? StateCheck.NONE : StateCheck.of(model.load());
    base.replace(
        FileLines.of(environment, lines)
            .map(line -> read(line, check))
            .returns(SavepointFile.STATES)
            .keyBy(keyed -> keyed.f0, Types.STRING)
            .process(new OncePerKey())
            .returns(SavepointFile.STATES),
        target);
    run(environment, "import " + lines);
    base.requireWritten(target);
  }

  private static Tuple2<String, KeyState> read(Tuple2<Long, String> line, StateCheck check) {
    try {
      Tuple2<String, KeyState> keyed = StateLine.read(line.f1);
      check.require(keyed.f1);
      return keyed;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + line.f0 + ": " + e.getMessage(), e);
    }
  }

  /** Writes the savepoint without the states of these keys. */
  public static void reset(SavepointFile savepoint, KeySelection keys, Path target)
      throws Exception {
    savepoint.requireReplaceable();
    StreamExecutionEnvironment environment = savepoint.environment();
    savepoint.replace(savepoint.states(environment).filter(new Kept(keys)), target);
    run(environment, "reset " + target);
    savepoint.requireWritten(target);
  }

  /** Runs a model over the rows of a file and writes a savepoint of the states it ends with. */
  public static void bootstrap(
      NetworkSource model, History history, String uid, int maxParallelism, Path target)
      throws Exception {
    StreamExecutionEnvironment environment = LocalFlink.environment("rocksdb");
    HistoryRows rows = new HistoryRows(model, history.file(), history.key(), history.time());
    SavepointWriter.newSavepoint(environment, maxParallelism)
        .withOperator(
            OperatorIdentifier.forUid(uid),
            OperatorTransformation.bootstrapWith(
                    environment.createInput(rows, HistoryRows.STEPS).setParallelism(1))
                .keyBy(step -> step.f0, Types.STRING)
                .transform(new HistoryWriter(model)))
        .write(SavepointFile.fresh(target));
    run(environment, "bootstrap " + LstmState.NAME);
    SavepointFile.open(target.toString(), uid);
  }

  /** {@code key} and {@code time} name the columns. */
  public record History(Path file, String key, String time) {}

  /** What the user can mend lies at the bottom of Flink's exceptions. */
  private static void run(StreamExecutionEnvironment environment, String name) throws Exception {
    try {
      environment.execute(name);
    } catch (Exception e) {
      Throwable root = e;
      while (root.getCause() != null && !(root instanceof IllegalArgumentException)) {
        root = root.getCause();
      }
      boolean mendable =
          root instanceof IOException
              || root instanceof IllegalArgumentException
              || root instanceof StartupException;
      throw mendable ? new StartupException(name + ": " + root.getMessage(), e) : e;
    }
  }
}
