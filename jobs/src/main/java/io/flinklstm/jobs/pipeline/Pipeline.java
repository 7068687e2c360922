package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.History;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.record.Layout;
import java.util.Map;
import java.util.Optional;

/**
 * One job from Kafka to Kafka.
 *
 * @param name of the job: also its consumer group and the prefix of its transactions, so it must be
 *     unique on the Kafka cluster and stay the same over restarts and upgrades
 * @param kafka settings of Kafka's clients
 * @param start where a job without state begins to read
 * @param history what is read before the topic; empty for nothing
 * @param layout where in a record things are
 * @param maxParallelism fixed for the life of the job's state
 */
public record Pipeline(
    String name,
    Topics topics,
    Map<String, String> kafka,
    Start start,
    Optional<History> history,
    Layout layout,
    Scoring scoring,
    Delivery delivery,
    int maxParallelism) {

  /** Unless another is chosen. */
  public static final int DEFAULT_MAX_PARALLELISM = 128;

  public Pipeline {
    if (name.isBlank()) {
      throw new StartupException(
          "the job's name is empty; it names the consumer group and the transactions, choose one");
    }
    kafka = Map.copyOf(kafka);
  }

  /** A pipeline with a file's defaults. */
  public static Pipeline of(String name, Topics topics, Layout layout) {
    return new Pipeline(
        name,
        topics,
        Map.of(),
        new Start.Committed(),
        Optional.empty(),
        layout,
        Scoring.standard(),
        Delivery.standard(),
        DEFAULT_MAX_PARALLELISM);
  }

  /** The same with another delivery. */
  public Pipeline with(Delivery chosen) {
    return new Pipeline(
        name, topics, kafka, start, history, layout, scoring, chosen, maxParallelism);
  }

  /** The same with another way of stepping. */
  public Pipeline with(Scoring chosen) {
    return new Pipeline(
        name, topics, kafka, start, history, layout, chosen, delivery, maxParallelism);
  }

  /** The same with other topics. */
  public Pipeline with(Topics chosen) {
    return new Pipeline(
        name, chosen, kafka, start, history, layout, scoring, delivery, maxParallelism);
  }

  /** The same with settings of Kafka's clients. */
  public Pipeline withKafka(Map<String, String> settings) {
    return new Pipeline(
        name, topics, settings, start, history, layout, scoring, delivery, maxParallelism);
  }

  /** The same with something read before the topic. */
  public Pipeline with(History before) {
    return new Pipeline(
        name, topics, kafka, start, Optional.of(before), layout, scoring, delivery, maxParallelism);
  }

  /** The same with another highest parallelism. */
  public Pipeline withMaxParallelism(int highest) {
    return new Pipeline(name, topics, kafka, start, history, layout, scoring, delivery, highest);
  }

  /** Whether the job ends with its history, in batch execution. */
  public boolean bounded() {
    return history.isPresent() && history.get().only();
  }

  /** Without the settings of Kafka's clients, which may be secret. */
  @Override
  public String toString() {
    return "Pipeline(" + name + ", " + topics + ", " + scoring + ", " + delivery + ")";
  }
}
