package io.flinklstm.jobs.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes results row by row, as CSV or as JSON lines. Owned by one thread. */
public final class ResultWriter implements Closeable {

  /** Takes one result as values by column. */
  @FunctionalInterface
  private interface Sink {
    void write(Map<String, Object> result) throws IOException;
  }

  private final Sink sink;
  private final Closeable closing;
  private final List<String> outputs;
  private final boolean forecasts;
  private final boolean scores;

  private ResultWriter(Sink sink, Closeable closing, ModelDescription model) {
    this.sink = sink;
    this.closing = closing;
    this.outputs = model.outputs().stream().map(Output::name).toList();
    this.forecasts = forecasts(model);
    this.scores = model.scorer().isPresent();
  }

  private static boolean forecasts(ModelDescription model) {
    return model.outputs().stream().anyMatch(output -> output.forecasts().isPresent());
  }

  /** Comma-separated values under a line of names. */
  public static ResultWriter csv(Writer out, ModelDescription model) throws IOException {
    CsvSchema.Builder columns = CsvSchema.builder();
    columns(model).forEach(columns::addColumn);
    SequenceWriter writer = new CsvMapper().writer(columns.build().withHeader()).writeValues(out);
    return new ResultWriter(writer::write, writer, model);
  }

  private static List<String> columns(ModelDescription model) {
    List<String> columns = new ArrayList<>(List.of("key", "time", "step"));
    model.outputs().forEach(output -> columns.add(output.name()));
    if (forecasts(model)) {
      columns.add("error");
    }
    if (model.scorer().isPresent()) {
      columns.add("score");
    }
    return columns;
  }

  /** A JSON object a line. */
  public static ResultWriter jsonLines(Writer out, ModelDescription model) throws IOException {
    JsonFactory factory =
        new JsonFactoryBuilder()
            .rootValueSeparator("\n")
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    JsonGenerator json = new ObjectMapper(factory).createGenerator(out);
    return new ResultWriter(json::writePOJO, json, model);
  }

  void write(String key, String time, long step, Workspace workspace) throws IOException {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("key", key);
    result.put("time", time);
    result.put("step", step);
    float[] values = workspace.outputs(0);
    for (int i = 0; i < values.length; i++) {
      result.put(outputs.get(i), values[i]);
    }
    if (forecasts) {
      result.put("error", workspace.error(0));
    }
    if (scores) {
      result.put("score", workspace.score(0));
    }
    sink.write(result);
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
