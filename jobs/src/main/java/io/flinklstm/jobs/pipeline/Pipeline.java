package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.History;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.jobs.record.ResultFormat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One job from Kafka to Kafka.
 *
 * @param name of the job: also its consumer group and the prefix of its transactions, so it must be
 *     unique on the Kafka cluster and stay the same over restarts and upgrades
 * @param kafka settings of Kafka's clients
 * @param start where a job without state begins to read
 * @param discovery how often new topics and partitions of the input are looked for
 * @param history what is read before the topic; empty for nothing
 * @param layout where in a record things are
 * @param results what the bytes of a result are
 * @param maxParallelism fixed for the life of the job's state
 */
public record Pipeline(
    String name,
    Topics topics,
    Map<String, String> kafka,
    Start start,
    Duration discovery,
    Optional<History> history,
    Layout layout,
    Scoring scoring,
    Delivery delivery,
    ResultFormat results,
    int maxParallelism) {

  /** Unless another is chosen. */
  public static final int DEFAULT_MAX_PARALLELISM = 128;

  private static final Duration DEFAULT_DISCOVERY = Duration.ofMinutes(5);

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
        DEFAULT_DISCOVERY,
        Optional.empty(),
        layout,
        Scoring.standard(),
        Delivery.standard(),
        new ResultFormat.Json(),
        DEFAULT_MAX_PARALLELISM);
  }

  /** The same with another delivery. */
  public Pipeline with(Delivery chosen) {
    return copy(discovery, history, scoring, chosen, maxParallelism);
  }

  /** The same with another way of stepping. */
  public Pipeline with(Scoring chosen) {
    return copy(discovery, history, chosen, delivery, maxParallelism);
  }

  /** The same with other topics. */
  public Pipeline with(Topics chosen) {
    return copy(chosen, kafka, results);
  }

  /** The same with settings of Kafka's clients. */
  public Pipeline withKafka(Map<String, String> settings) {
    return copy(topics, settings, results);
  }

  /** The same with results in another format. */
  public Pipeline with(ResultFormat chosen) {
    return copy(topics, kafka, chosen);
  }

  /** The same with something read before the topic. */
  public Pipeline with(History before) {
    return copy(discovery, Optional.of(before), scoring, delivery, maxParallelism);
  }

  /** The same with another highest parallelism. */
  public Pipeline withMaxParallelism(int highest) {
    return copy(discovery, history, scoring, delivery, highest);
  }

  /** The same with another time between two looks for new topics and partitions. */
  public Pipeline withDiscovery(Duration interval) {
    return copy(interval, history, scoring, delivery, maxParallelism);
  }

  private Pipeline copy(Topics where, Map<String, String> settings, ResultFormat format) {
    return new Pipeline(
        name,
        where,
        settings,
        start,
        discovery,
        history,
        layout,
        scoring,
        delivery,
        format,
        maxParallelism);
  }

  private Pipeline copy(
      Duration looks, Optional<History> before, Scoring stepping, Delivery delivered, int highest) {
    return new Pipeline(
        name, topics, kafka, start, looks, before, layout, stepping, delivered, results, highest);
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
