package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.audit.StandingVerdict;
import io.flinklstm.jobs.local.EmbeddedBroker;
import io.flinklstm.jobs.local.ProcessCluster;
import io.flinklstm.jobs.local.TemporaryDirectory;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.watch.Watch;
import io.flinklstm.jobs.watch.WatchOptions;
import io.flinklstm.jobs.watch.Wording;
import io.flinklstm.models.BundleSource;
import io.flinklstm.models.ModelBundle;
import io.flinklstm.models.VisibleState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * The demo with its page: Kafka, a Flink cluster whose task manager is a process of its own, the
 * job with a model that shows its hidden state, an auditor that never stops, and the page.
 */
final class WatchedDemo implements AutoCloseable {

  private static final double THOUSAND = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 100;

  private final Teardown teardown = new Teardown();
  private final BundleSource model = visible(ChicagoL.model());
  private final EmbeddedBroker broker;
  private final ProcessCluster cluster;
  private final Pipeline pipeline;
  private final JobClient job;
  private final StandingVerdict verdict;
  private final SteeredFeed replay;
  private final URI page;

  /** Starts everything; nothing is fed yet. */
  WatchedDemo(DemoOptions options, WatchOptions watched, double daysPerSecond) throws Exception {
    try {
      broker = teardown.add(Demo.startBroker(options));
      TemporaryDirectory files = teardown.add(TemporaryDirectory.create("flink-lstm-demo"));
      cluster =
          teardown.add(ProcessCluster.start(files.path(), Demo.PARALLELISM, options.webPort()));
      pipeline = Demo.pipeline(broker);
      job = Demo.start(pipeline, model, cluster.environment());
      verdict = teardown.add(new StandingVerdict(pipeline, model.load()));
      Feed feed = teardown.add(new Feed(broker.bootstrapServers(), pipeline.topics().input()));
      replay = teardown.add(new SteeredFeed(feed, daysPerSecond, cluster::replaceTaskManager));
      Watch watch =
          teardown.add(
              new Watch(
                  pipeline,
                  model.bundle(),
                  cluster.address(),
                  wording(),
                  watched.alarmFrom(),
                  Optional.of(replay),
                  Optional.of(verdict)));
      page = watch.serve(watched);
    } catch (Exception e) {
      teardown.close();
      throw e;
    }
  }

  private static BundleSource visible(byte[] file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VisibleState.of(ModelBundle.read(file)).write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return BundleSource.of(bytes.toByteArray());
  }

  private static Wording wording() {
    KnownDays known = new KnownDays();
    return new Wording(
        "Chicago \u201cL\u201d, daily entries",
        "entries",
        THOUSAND,
        true,
        key -> key.replace('_', '/'),
        time -> known.note(Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC).toLocalDate()));
  }

  /** The page's address, token included. */
  URI page() {
    return page;
  }

  URI flink() {
    return cluster.address();
  }

  EmbeddedBroker broker() {
    return broker;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  BundleSource model() {
    return model;
  }

  JobClient job() {
    return job;
  }

  StandingVerdict verdict() {
    return verdict;
  }

  SteeredFeed replay() {
    return replay;
  }

  /** Lets the history warm the keys and streams the rest. Returns whether it came to the end. */
  boolean feed(List<Reading> history, List<Reading> unseen) throws InterruptedException {
    replay.warmUp("Warming up", history);
    return replay.stream("Streaming", unseen);
  }

  /** Ends the replay, waits for what is on its way, and stops the job. */
  void finish() throws Exception {
    replay.close();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!verdict.verdict().isComplete()) {
      broker.requireHealthy();
      if (System.nanoTime() > deadline) {
        throw new StartupException(
            "%d events have no result after %d s; see the log for what the job or the auditor met"
                .formatted(verdict.verdict().waiting(), PATIENCE.toSeconds()));
      }
      Thread.sleep(POLL_MILLIS);
    }
    job.stopWithSavepoint(false, cluster.savepoints(), SavepointFormatType.CANONICAL).get();
  }

  @Override
  public void close() {
    teardown.close();
  }
}
