package io.flinklstm.jobs.demo;

import io.flinklstm.core.Network;
import io.flinklstm.jobs.PipelineJob;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.audit.Audit;
import io.flinklstm.jobs.audit.AuditReport;
import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.local.EmbeddedBroker;
import io.flinklstm.jobs.local.LocalCluster;
import io.flinklstm.jobs.local.TemporaryDirectory;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.models.BundleSource;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Starts Kafka, Flink and the job, lets the days before 2011 warm every station's state, streams
 * the days from 2011 on, stops the job and judges what came out.
 */
public final class Demo {

  static final int PARALLELISM = 2;
  private static final int PARTITIONS = 4;
  private static final Duration STALLED = Duration.ofSeconds(90);

  private final DemoOptions options;
  private final PrintStream out;
  private final KnownDays known = new KnownDays();

  public Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Returns whether every event had exactly one result, in order and with the right bits. */
  public boolean run() throws Exception {
    DemoOutcome outcome = stream();
    new DemoReport(out, known).print(outcome);
    if (options.headless()) {
      out.println(new DemoSummary(known).line(outcome));
    }
    return outcome.isClean();
  }

  private DemoOutcome stream() throws Exception {
    long start = System.nanoTime();
    List<Reading> readings = ChicagoL.readings();
    List<Reading> history = readings.stream().filter(r -> !ChicagoL.isUnseen(r.date())).toList();
    List<Reading> unseen = readings.stream().filter(r -> ChicagoL.isUnseen(r.date())).toList();
    BundleSource model = BundleSource.of(ChicagoL.model());
    try (Teardown teardown = new Teardown()) {
      out.println("Starting a Kafka broker and a Flink cluster in this machine ...");
      EmbeddedBroker broker = teardown.add(startBroker(options));
      TemporaryDirectory files = teardown.add(TemporaryDirectory.create("flink-lstm-demo"));
      LocalCluster cluster =
          teardown.add(LocalCluster.start(files.path(), PARALLELISM, options.webPort()));
      out.printf(
          "Kafka: %s, Flink's web interface: %s%n", broker.bootstrapServers(), cluster.address());
      Pipeline pipeline = pipeline(broker);
      JobClient job = start(pipeline, model, cluster.environment());

      Feed feed = teardown.add(new Feed(broker.bootstrapServers(), pipeline.topics().input()));
      CommittedReader results = teardown.add(results(pipeline.topics()));
      stage("Warming up, 2001 to 2010", history, Duration.ZERO, feed, results, broker);
      stage("Streaming, 2011 to 2016", unseen, options.duration(), feed, results, broker);
      job.stopWithSavepoint(false, cluster.savepoints(), SavepointFormatType.CANONICAL).get();
      return judge(pipeline.topics(), model, history.size(), readings, start);
    }
  }

  static EmbeddedBroker startBroker(DemoOptions options) {
    return options.kafkaPort() == 0
        ? EmbeddedBroker.start()
        : EmbeddedBroker.start(options.kafkaPort());
  }

  static Pipeline pipeline(EmbeddedBroker broker) {
    Topics topics =
        new Topics(
            broker.bootstrapServers(), "chicago-l", "chicago-l-results", "chicago-l-dead-letters");
    broker.createTopics(topics.names(), PARTITIONS);
    return Pipeline.of("flink-lstm-demo", topics, Layout.standard(1))
        .with(Delivery.standard().withCheckpointInterval(Duration.ofSeconds(1)));
  }

  static JobClient start(
      Pipeline pipeline, BundleSource model, StreamExecutionEnvironment environment)
      throws Exception {
    new Preflight(pipeline).check();
    new PipelineJob(pipeline, model).build(environment);
    return environment.executeAsync(pipeline.name());
  }

  private static CommittedReader results(Topics topics) {
    return new CommittedReader(
        topics.bootstrapServers(), List.of(topics.output(), topics.deadLetters()));
  }

  /** Feeds the readings and returns when each has its result. */
  private void stage(
      String name,
      List<Reading> readings,
      Duration duration,
      Feed feed,
      CommittedReader results,
      EmbeddedBroker broker)
      throws Exception {
    Progress progress = new Progress(out, name, readings.size());
    CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> feed.write(readings, duration));
    long done = 0;
    long lastNews = System.nanoTime();
    progress.show(done);
    while (done < readings.size()) {
      int polled = results.poll(result -> {});
      done += polled;
      lastNews = polled > 0 ? System.nanoTime() : lastNews;
      progress.show(done);
      broker.requireHealthy();
      if (fed.isCompletedExceptionally() || System.nanoTime() - lastNews > STALLED.toNanos()) {
        fed.getNow(null);
        throw new StartupException(
            "no results for %d s; see the log for what the job met".formatted(STALLED.toSeconds()));
      }
    }
    fed.get();
  }

  static DemoOutcome judge(
      Topics topics, BundleSource model, int history, List<Reading> readings, long start) {
    Network network = model.load();
    Audit audit = new Audit(topics, network);
    AuditReport report = audit.run();
    List<StationDay> judged = StationDay.of(audit.results(), readings);
    List<StationDay> naive = new SeasonalNaive(network.description()).judge(readings);
    return new DemoOutcome(
        history,
        readings.size() - history,
        judged.stream().filter(day -> ChicagoL.isUnseen(day.date())).count(),
        report,
        (System.nanoTime() - start) / 1e9,
        Ranking.of(judged),
        Ranking.of(naive));
  }
}
