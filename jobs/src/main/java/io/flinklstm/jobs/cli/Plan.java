package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.kafka.Findings;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.pipeline.Scoring;
import io.flinklstm.jobs.pipeline.Start;
import io.flinklstm.jobs.record.ResultFormat;
import io.flinklstm.operators.Emission;
import io.flinklstm.operators.Order;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.util.TimeUtils;

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
    pipeline
        .history()
        .ifPresent(
            history ->
                out.printf(
                    "  reads %s%s%n",
                    String.join(", ", history.files()), history.only() ? " and ends" : " first"));
    if (!pipeline.bounded()) {
      out.printf(
          "  reads %s at %s as group %s, from %s%n",
          inputs(topics.inputs()),
          topics.bootstrapServers(),
          pipeline.consumption().group(),
          beginning(pipeline.consumption().start()));
    }
    out.printf(
        "  each %s: key %s, time %s, values %s%n",
        pipeline.layout().format().expected(),
        pipeline.layout().key(),
        pipeline.layout().time(),
        pipeline.layout().values().isEmpty() ? "an array" : pipeline.layout().values());
    out.printf("  model %s, %s%n", described.description().name(), described.description().task());
    stepping(pipeline.scoring()).forEach(line -> out.println("  " + line));
    out.printf(
        "  writes %s as %s, dead letters to %s, late events to %s%n",
        kafka.named(topics.output()),
        form(pipeline.results()),
        kafka.named(topics.deadLetters()),
        kafka.named(topics.late()));
    delivery(pipeline.delivery()).forEach(line -> out.println("  " + line));
    out.printf("  runs at a parallelism of at most %d, ever%n", pipeline.maxParallelism());
    kafka.notes().forEach(note -> out.println("  note: " + note));
    out.flush();
  }

  private static String beginning(Start start) {
    if (start instanceof Start.At at) {
      return "Kafka's first record of " + Instant.ofEpochMilli(at.time());
    } else if (start instanceof Start.Committed) {
      return "where it stopped, else the earliest record";
    }
    return start instanceof Start.Earliest ? "the earliest record" : "the latest record";
  }

  private static String form(ResultFormat results) {
    if (results instanceof ResultFormat.RegisteredAvro avro) {
      return "Avro, subject " + avro.subject() + " of the registry";
    }
    return results instanceof ResultFormat.Avro ? "Avro" : "JSON";
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

  private static List<String> stepping(Scoring scoring) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "steps a key's events %s, up to %d keys at once, none waiting longer than %s"
            .formatted(
                order(scoring),
                scoring.maxWave(),
                TimeUtils.formatWithHighestUnit(scoring.longestWait())));
    lines.add(
        "gives a result for %s; on a missing value: %s; on a change of the model: %s"
            .formatted(
                results(scoring.emit()), word(scoring.missing()), word(scoring.onModelChange())));
    scoring
        .missingFields()
        .forEach(
            (field, policy) ->
                lines.add("  where %s is missing: ".formatted(field) + word(policy)));
    scoring
        .resetAfterGap()
        .ifPresent(
            gap ->
                lines.add(
                    "begins a key anew after a gap of " + TimeUtils.formatWithHighestUnit(gap)));
    scoring
        .resetEvery()
        .ifPresent(steps -> lines.add("begins a key anew every " + steps + " steps"));
    scoring
        .expireAfter()
        .ifPresent(
            idle ->
                lines.add(
                    "forgets a key that has had no event for "
                        + TimeUtils.formatWithHighestUnit(idle)));
    scoring
        .rememberedRows()
        .ifPresent(rows -> lines.add("keeps the last " + rows + " rows of a key"));
    lines.add("keeps states as " + word(scoring.stateEncoding()));
    return lines;
  }

  private static String order(Scoring scoring) {
    return scoring.order() == Order.ARRIVAL
        ? "as they arrive"
        : "by event time, up to "
            + TimeUtils.formatWithHighestUnit(scoring.outOfOrderness())
            + " out of order";
  }

  private static String results(Emission emission) {
    if (emission instanceof Emission.EveryNth nth) {
      return nth.n() == 1 ? "every event" : "one step in " + nth.n() + " of a sequence";
    } else if (emission instanceof Emission.ScoreFrom from) {
      return "scores from " + from.threshold();
    }
    return emission instanceof Emission.SequenceEnd
        ? "the end of a sequence"
        : "each change of the label";
  }

  /** As a pipeline file says it. */
  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<String> delivery(Delivery delivery) {
    String checkpoints =
        "checkpoints every %s, %s"
            .formatted(
                TimeUtils.formatWithHighestUnit(delivery.checkpointInterval()),
                delivery.unaligned() ? "unaligned" : "aligned");
    return delivery.exactlyOnce()
        ? List.of(
            checkpoints,
            "delivers exactly once: committed-only readers see results when a checkpoint completes",
            "an outage longer than "
                + TimeUtils.formatWithHighestUnit(delivery.transactionTimeout())
                + " loses results")
        : List.of(checkpoints, "delivers at least once: at once, some twice after a failure");
  }
}
