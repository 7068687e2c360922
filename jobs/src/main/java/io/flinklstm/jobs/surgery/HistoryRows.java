package io.flinklstm.jobs.surgery;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.jobs.score.ProgressStream;
import io.flinklstm.jobs.score.RowReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.io.GenericInputFormat;
import org.apache.flink.api.common.io.NonParallelInput;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.core.io.GenericInputSplit;

/**
 * The timesteps of a file in its order: key, whether timed, time, values. Tells what it refused.
 */
final class HistoryRows extends GenericInputFormat<Tuple4<String, Boolean, Long, float[]>>
    implements NonParallelInput {

  static final TypeInformation<Tuple4<String, Boolean, Long, float[]>> STEPS =
      Types.TUPLE(
          Types.STRING,
          Types.BOOLEAN,
          Types.LONG,
          PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO);

  private static final long serialVersionUID = 1;

  private final NetworkSource model;
  private final String file;
  private final String keyColumn;
  private final String timeColumn;
  private transient InputStream in;
  private transient Iterator<Map<String, String>> rows;
  private transient RowReader reader;
  private transient boolean needsTime;
  private transient Tuple4<String, Boolean, Long, float[]> next;
  private transient long number;
  private transient long refused;
  private transient String first;

  HistoryRows(NetworkSource model, Path file, String keyColumn, String timeColumn) {
    this.model = model;
    this.file = file.toString();
    this.keyColumn = keyColumn;
    this.timeColumn = timeColumn;
  }

  @Override
  public void open(GenericInputSplit split) throws IOException {
    super.open(split);
    Path path = Path.of(file);
    ModelDescription description = model.load().description();
    needsTime = description.readsTime();
    reader = new RowReader(description, keyColumn, timeColumn);
    in = new ProgressStream("reading", Files.newInputStream(path), Files.size(path), System.err);
    rows = RowReader.rows(path, in);
    advance();
  }

  private void advance() {
    next = null;
    while (next == null && rows.hasNext()) {
      number++;
      try {
        next = step(reader.read(rows.next()));
      } catch (IllegalArgumentException e) {
        refused++;
        first = first == null ? "row " + number + ": " + e.getMessage() : first;
      }
    }
  }

  private Tuple4<String, Boolean, Long, float[]> step(RowReader.Step step) {
    if (needsTime && !step.timed()) {
      throw new IllegalArgumentException(
          "column " + timeColumn + " is missing, and the model reads the time");
    }
    return Tuple4.of(step.key(), step.timed(), step.time(), step.values());
  }

  @Override
  public boolean reachedEnd() {
    return next == null;
  }

  @Override
  public Tuple4<String, Boolean, Long, float[]> nextRecord(
      Tuple4<String, Boolean, Long, float[]> reuse) {
    Tuple4<String, Boolean, Long, float[]> step = next;
    advance();
    return step;
  }

  @Override
  public void close() throws IOException {
    if (in == null) {
      return; // closed before, Flink does it more than once
    }
    in.close();
    in = null;
    System.err.printf("%,d rows read%n", number);
    if (refused > 0) {
      System.err.printf("%,d refused, the first: %s%n", refused, first);
    }
  }
}
