package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.PipelineJob;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.record.Outgoing;
import io.flinklstm.jobs.record.ResultFormat;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** A pipeline run on what its topic holds now, whose results are shown and not written. */
final class Rehearsal {

  private final PipelineFile described;
  private final Pipeline pipeline;

  Rehearsal(PipelineFile described) {
    this.described = described;
    this.pipeline = described.pipeline().with(new ResultFormat.Json()); // to be read here
  }

  /** Prints the first records that would have been written, and how many there were per topic. */
  void print(StreamExecutionEnvironment environment, int most, PrintWriter out) throws Exception {
    Map<String, Long> counts = new LinkedHashMap<>();
    pipeline.topics().written().forEach(name -> counts.put(name, 0L));
    long printed = 0;
    try (CloseableIterator<Outgoing> records =
        new PipelineJob(pipeline, described.model())
            .rehearse(environment)
            .executeAndCollect(pipeline.name() + ", dry run")) {
      while (records.hasNext()) {
        Outgoing record = records.next();
        counts.merge(record.topic(), 1L, Long::sum);
        if (printed++ < most) {
          out.println(text(record));
        }
      }
    }
    counts.forEach((topic, count) -> out.printf("%s: %d records%n", topic, count));
    out.println("Nothing was written, and no offset of the consumer group was moved.");
    out.flush();
  }

  private static String text(Outgoing record) {
    String key = record.key() == null ? "no key" : new String(record.key(), StandardCharsets.UTF_8);
    String value = new String(record.value(), StandardCharsets.UTF_8);
    return record.topic() + ": " + key + ": " + value;
  }
}
