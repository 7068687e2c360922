package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.kafka.Findings;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What a sound pipeline does, told in the order of a record's way. */
final class Plan {

  private final PipelineFile described;
  private final Pipeline pipeline;
  private final Findings kafka;

  Plan(PipelineFile described, Findings kafka) {
    this.described = described;
    this.pipeline = described.pipeline();
    this.kafka = kafka;
  }

  void print(PrintWriter out) {
    Topics topics = pipeline.topics();
    out.printf("pipeline %s: sound%n", pipeline.name());
    out.printf(
        "  reads %s from %s at %s%n",
        inputs(topics.inputs()), pipeline.start(), topics.bootstrapServers());
    out.printf(
        "  each %s: key %s, time %s, values %s%n",
        pipeline.layout().format().expected(),
        pipeline.layout().key(),
        pipeline.layout().time(),
        pipeline.layout().values().isEmpty() ? "an array" : pipeline.layout().values());
    out.printf("  model %s, %s%n", described.description().name(), described.description().task());
    out.printf("  %s%n", pipeline.scoring());
    out.printf(
        "  writes %s, dead letters to %s, late events to %s%n",
        kafka.named(topics.output()),
        kafka.named(topics.deadLetters()),
        kafka.named(topics.late()));
    delivery(pipeline.delivery()).forEach(line -> out.println("  " + line));
    out.printf("  runs at a parallelism of at most %d, ever%n", pipeline.maxParallelism());
    kafka.notes().forEach(note -> out.println("  note: " + note));
    out.flush();
  }

  /** Those that match a pattern are known where Kafka was asked. */
  private String inputs(InputTopics inputs) {
    String there =
        inputs.among(kafka.partitions().keySet()).stream()
            .map(kafka::named)
            .collect(Collectors.joining(", "));
    if (inputs instanceof InputTopics.Matching && !kafka.partitions().isEmpty()) {
      return inputs + " (now: " + (there.isEmpty() ? "none" : there) + ")";
    }
    return there.isEmpty() ? inputs.toString() : there;
  }

  private static List<String> delivery(Delivery delivery) {
    String checkpoints =
        "checkpoints every %s, %s"
            .formatted(
                delivery.checkpointInterval(), delivery.unaligned() ? "unaligned" : "aligned");
    return delivery.exactlyOnce()
        ? List.of(
            checkpoints,
            "delivers exactly once: committed-only readers see results when a checkpoint completes",
            "an outage longer than " + delivery.transactionTimeout() + " loses results")
        : List.of(checkpoints, "delivers at least once: at once, some twice after a failure");
  }
}
