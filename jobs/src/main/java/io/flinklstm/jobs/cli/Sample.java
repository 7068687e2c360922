package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.record.DeadLetter;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Incoming;
import io.flinklstm.jobs.record.IncomingDeserializer;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The first records of a pipeline's topic, as the job will understand them. */
final class Sample {

  private final Pipeline pipeline;
  private final List<String> fields;

  Sample(PipelineFile described) {
    pipeline = described.pipeline();
    fields = described.description().fieldNames();
  }

  /** Prints at most so many, fewer where the topic has fewer. */
  void print(int most, PrintWriter out) {
    List<Incoming> records = read(most);
    out.printf("first %d records of %s:%n", records.size(), pipeline.topics().input());
    records.forEach(record -> out.println("  " + text(record)));
    long events = records.stream().filter(record -> record instanceof Event).count();
    out.printf("  %d events, %d dead letters%n", events, records.size() - events);
  }

  private List<Incoming> read(int most) {
    IncomingDeserializer input = new IncomingDeserializer(pipeline.layout());
    List<Incoming> records = new ArrayList<>();
    try (CommittedReader reader =
        new CommittedReader(
            pipeline.topics().bootstrapServers(), pipeline.topics().inputs(), pipeline.kafka())) {
      reader.readUpTo(most, record -> records.add(input.read(record)));
    }
    return records;
  }

  private String text(Incoming record) {
    String place =
        "partition " + record.origin().partition() + ", offset " + record.origin().offset() + ": ";
    if (record instanceof DeadLetter letter) {
      return place + "dead letter: " + letter.reason();
    }
    Event event = (Event) record;
    StringBuilder text = new StringBuilder(place);
    text.append("key ").append(event.key()).append(", ").append(Instant.ofEpochMilli(event.time()));
    for (int i = 0; i < fields.size(); i++) {
      float value = event.values()[i];
      text.append(", ").append(fields.get(i)).append(' ');
      text.append(Float.isNaN(value) ? "missing" : Float.toString(value));
    }
    return text.toString();
  }
}
