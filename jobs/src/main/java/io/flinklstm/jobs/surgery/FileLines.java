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
import org.apache.flink.core.io.GenericInputSplit;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The lines of a file that are not blank, in their order, with a progress bar. */
final class FileLines extends GenericInputFormat<String> implements NonParallelInput {

  private static final long serialVersionUID = 1;

  private final String file;
  private transient BufferedReader reader;
  private transient String next;

  private FileLines(Path file) {
    this.file = file.toString();
  }

  static DataStream<String> of(StreamExecutionEnvironment environment, Path file) {
    return environment.createInput(new FileLines(file), Types.STRING).setParallelism(1);
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
    } while (next != null && next.isBlank());
  }

  @Override
  public boolean reachedEnd() {
    return next == null;
  }

  @Override
  public String nextRecord(String reuse) throws IOException {
    String line = next;
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
