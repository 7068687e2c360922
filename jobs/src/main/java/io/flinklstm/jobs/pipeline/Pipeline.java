package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.History;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.jobs.record.ResultFormat;
import java.util.Map;
import java.util.Optional;

/**
 * One job from Kafka to Kafka.
 *
 * @param name of the job and the prefix of its transactions, so it must be unique on the Kafka
 *     cluster and stay the same over restarts and upgrades
 * @param kafka settings of Kafka's clients
 * @param consumption how the input's topics are read
 * @param history what is read before the topic; empty for nothing
 * @param layout where in a record things are
 * @param results what the bytes of a result are
 * @param maxParallelism fixed for the life of the job's state
 */
public record Pipeline(
    String name,
    Topics topics,
    Map<String, String> kafka,
    Consumption consumption,
    Optional<History> history,
    Layout layout,
    Scoring scoring,
    Delivery delivery,
    ResultFormat results,
    int maxParallelism) {

  /** Unless another is chosen. */
  public static final int DEFAULT_MAX_PARALLELISM = 128;

  public Pipeline {
    if (name.isBlank()) {
      throw new StartupException(
          "the job's name is empty; it names the job and its transactions, choose one");
    }
    kafka = Map.copyOf(kafka);
  }

  /** A pipeline with a file's defaults. */
  public static Pipeline of(String name, Topics topics, Layout layout) {
    return new Pipeline(
        name,
        topics,
        Map.of(),
        Consumption.of(name),
        Optional.empty(),
        layout,
        Scoring.standard(),
        Delivery.standard(),
        new ResultFormat.Json(),
        DEFAULT_MAX_PARALLELISM);
  }

  /** The same with another delivery. */
  public Pipeline with(Delivery chosen) {
    return copy(consumption, history, scoring, chosen, maxParallelism);
  }

  /** The same with another way of stepping. */
  public Pipeline with(Scoring chosen) {
    return copy(consumption, history, chosen, delivery, maxParallelism);
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
    return copy(consumption, Optional.of(before), scoring, delivery, maxParallelism);
  }

  /** The same with another highest parallelism. */
  public Pipeline withMaxParallelism(int highest) {
    return copy(consumption, history, scoring, delivery, highest);
  }

  /** The same read in another way. */
  public Pipeline with(Consumption chosen) {
    return copy(chosen, history, scoring, delivery, maxParallelism);
  }

  private Pipeline copy(Topics where, Map<String, String> settings, ResultFormat format) {
    return new Pipeline(
        name,
        where,
        settings,
        consumption,
        history,
        layout,
        scoring,
        delivery,
        format,
        maxParallelism);
  }

  private Pipeline copy(
      Consumption read,
      Optional<History> before,
      Scoring stepping,
      Delivery delivered,
      int highest) {
    return new Pipeline(
        name, topics, kafka, read, before, layout, stepping, delivered, results, highest);
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
