package io.flinklstm.benchmarks.pipeline;

import io.flinklstm.jobs.PipelineJob;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.local.EmbeddedBroker;
import io.flinklstm.jobs.local.LocalCluster;
import io.flinklstm.jobs.local.TemporaryDirectory;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.jobs.record.RecordTypes;
import io.flinklstm.models.BundleSource;
import io.flinklstm.operators.result.PredictionTypeInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Kafka to Kafka, exactly once, with checkpoints every ten seconds: the pipeline, taking turns with
 * itself around a pass-through. Run by {@code ./flink-lstm bench pipeline [--quick]}.
 */
public final class PipelineBench {

  private static final String INPUT = "pump-readings";
  private static final int PARALLELISM = 2;
  private static final int MEASURED = 2; // checkpoints, after the first of a turn
  private static final double SECOND = 1e9;

  private final EmbeddedBroker broker;
  private final LocalCluster cluster;
  private final BundleSource model;
  private final long events;
  private int turns;

  private PipelineBench(EmbeddedBroker broker, LocalCluster cluster, long events) throws Exception {
    this.broker = broker;
    this.cluster = cluster;
    this.model = PumpModel.source();
    this.events = events;
  }

  /**
   * A turn's outcome.
   *
   * @param rate events per second
   * @param processor microseconds of Flink's process per event
   */
  private record Turn(double rate, double processor) {}

  public static void main(String[] args) throws Exception {
    boolean quick = Arrays.asList(args).contains("--quick");
    int rounds = quick ? 1 : 3;
    long events = Long.getLong("events", 8_000_000);
    try (TemporaryDirectory files = TemporaryDirectory.create("flink-lstm-bench");
        EmbeddedBroker broker = EmbeddedBroker.start();
        LocalCluster cluster = LocalCluster.start(files.path(), PARALLELISM, 0)) {
      broker.createTopics(List.of(INPUT), PARALLELISM);
      PumpTopic.fill(broker.bootstrapServers(), INPUT, events);
      new PipelineBench(broker, cluster, events).run(rounds);
    }
  }

  private void run(int rounds) throws Exception {
    turn(true); // for the compiler
    turn(false);
    List<Turn> own = new ArrayList<>();
    List<Turn> passed = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      passed.add(turn(true));
      own.add(turn(false));
      print(
          "round " + (round + 1), own.subList(round, round + 1), passed.subList(round, round + 1));
    }
    print("median", own, passed);
  }

  private static void print(String title, List<Turn> own, List<Turn> passed) {
    System.out.printf(
        Locale.ROOT,
        "%s: pipeline %,.0f events/s, pass-through %,.0f, %.0f %% of it; processor time of Flink per event %.2f us and %.2f us%n",
        title,
        median(own, Turn::rate),
        median(passed, Turn::rate),
        100 * median(own, Turn::rate) / median(passed, Turn::rate),
        median(own, Turn::processor),
        median(passed, Turn::processor));
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> what) {
    double[] sorted = turns.stream().mapToDouble(what).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private Turn turn(boolean passing) throws Exception {
    String name = "bench-" + ++turns;
    Topics topics = new Topics(broker.bootstrapServers(), INPUT, name, name + "-dead");
    broker.createTopics(List.of(topics.output(), topics.deadLetters()), PARALLELISM);
    Pipeline pipeline = Pipeline.of(name, topics, Layout.standard(PumpModel.FIELDS));
    StreamExecutionEnvironment environment = cluster.environment();
    PipelineJob job = new PipelineJob(pipeline, model);
    if (passing) {
      job.build(
          environment,
          keyed ->
              keyed
                  .process(new PassThrough(), new PredictionTypeInfo<>(RecordTypes.EVENT))
                  .uid("pass-through"));
    } else {
      job.build(environment);
    }
    JobClient running = environment.executeAsync(name);
    try (CommittedResults results =
        new CommittedResults(broker.bootstrapServers(), name, PARALLELISM)) {
      Turn turn = measure(results);
      running.cancel().get();
      running.getJobExecutionResult().handle((result, cancelled) -> null).get(); // its last word
      results.delete();
      return turn;
    }
  }

  private Turn measure(CommittedResults results) throws Exception {
    CommittedResults.Mark begin = results.next();
    CommittedResults.Mark end = begin;
    for (int i = 0; i < MEASURED; i++) {
      end = results.next();
    }
    if (end.count() >= events) {
      throw new IllegalStateException(
          "found all "
              + events
              + " events worked off, expected more: give -Devents=N more of them");
    }
    double count = end.count() - begin.count();
    return new Turn(
        count * SECOND / (end.nanos() - begin.nanos()),
        (end.processorNanos() - begin.processorNanos()) / count / 1e3);
  }
}
