package io.flinklstm.jobs.surgery;

import io.flinklstm.jobs.score.ProgressStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.io.GenericInputFormat;
import org.apache.flink.api.common.io.NonParallelInput;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.io.GenericInputSplit;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The lines of a file that are not blank, with their numbers, in order, with a progress bar. */
final class FileLines extends GenericInputFormat<Tuple2<Long, String>> implements NonParallelInput {

  private static final long serialVersionUID = 1;

  private final String file;
  private transient BufferedReader reader;
  private transient String next;
  private transient long number;

  private FileLines(Path file) {
    this.file = file.toString();
  }

  static DataStream<Tuple2<Long, String>> of(StreamExecutionEnvironment environment, Path file) {
    return environment
        .createInput(new FileLines(file), Types.TUPLE(Types.LONG, Types.STRING))
        .setParallelism(1);
  }

  @Override
  public void open(GenericInputSplit split) throws IOException {
    super.open(split);
    Path path = Path.of(file);
    ProgressStream in =
        new ProgressStream("reading", Files.newInputStream(path), Files.size(path), System.err);
    reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    advance();
  }

  private void advance() throws IOException {
    do {
      next = reader.readLine();
      number++;
    } while (next != null && next.isBlank());
  }

  @Override
  public boolean reachedEnd() {
    return next == null;
  }

  @Override
  public Tuple2<Long, String> nextRecord(Tuple2<Long, String> reuse) throws IOException {
    Tuple2<Long, String> line = Tuple2.of(number, next);
    advance();
    return line;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
