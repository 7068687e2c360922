package io.flinklstm.jobs;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.local.LocalCluster;
import io.flinklstm.jobs.local.TemporaryDirectory;
import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.pipeline.Scoring;
import io.flinklstm.jobs.record.Layout;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An anomaly job on a cluster of its own, and what of it is committed so far. */
public final class RunningJob implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final TemporaryDirectory files = TemporaryDirectory.create("flink-lstm-test");
  private final LocalCluster cluster;
  private final JobClient job;
  private final CommittedReader results;
  private long committed;

  private RunningJob(
      Topics topics, Optional<History> history, int parallelism, Configuration configuration)
      throws Exception {
    this(pipeline(topics, history), DemoModel.source(), parallelism, configuration);
  }

  private static Pipeline pipeline(Topics topics, Optional<History> history) {
    Pipeline described =
        Pipeline.of(topics.input(), topics, Layout.standard(1))
            .with(Delivery.standard().withCheckpointInterval(Duration.ofMillis(200)))
            .with(Scoring.of(Map.of("max-wave", "16"), DemoModel.source().bundle().description()))
            .withMaxParallelism(32);
    return history.map(described::with).orElse(described);
  }

  private RunningJob(
      Pipeline pipeline, NetworkSource model, int parallelism, Configuration configuration)
      throws Exception {
    Topics topics = pipeline.topics();
    cluster = LocalCluster.start(files.path(), parallelism, 0);
    StreamExecutionEnvironment environment = cluster.environment(configuration);
    new PipelineJob(pipeline, model).build(environment);
    job = environment.executeAsync(pipeline.name());
    results = new CommittedReader(topics.bootstrapServers(), topics.written().toList());
  }

  public static RunningJob start(Topics topics, int parallelism) throws Exception {
    return start(topics, parallelism, new Configuration());
  }

  /** What a file describes. */
  public static RunningJob start(PipelineFile file, int parallelism) throws Exception {
    return new RunningJob(file.pipeline(), file.model(), parallelism, new Configuration());
  }

  static RunningJob start(Pipeline pipeline, NetworkSource model, int parallelism)
      throws Exception {
    return new RunningJob(pipeline, model, parallelism, new Configuration());
  }

  /** Whose results are there at once. */
  static RunningJob startAtLeastOnce(Topics topics, int parallelism) throws Exception {
    Delivery atLeastOnce =
        new Delivery(false, Duration.ofMillis(200), Duration.ofDays(365), false); // no transactions
    return new RunningJob(
        pipeline(topics, Optional.empty()).with(atLeastOnce),
        DemoModel.source(),
        parallelism,
        new Configuration());
  }

  static RunningJob start(Topics topics, int parallelism, Configuration configuration)
      throws Exception {
    return new RunningJob(topics, Optional.empty(), parallelism, configuration);
  }

  /** Begins with files of events. */
  static RunningJob start(Topics topics, History history, int parallelism) throws Exception {
    return new RunningJob(topics, Optional.of(history), parallelism, new Configuration());
  }

  static RunningJob resume(Topics topics, int parallelism, String savepoint) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    return new RunningJob(topics, Optional.empty(), parallelism, configuration);
  }

  /** Waits until this many results, dead letters and late events are committed in all. */
  public void await(long records) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (committed < records) {
      committed += results.poll(record -> {});
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "committed after " + PATIENCE + ": " + committed + ", expected " + records);
      }
    }
  }

  /** Ends the task manager without a word and brings another one. */
  void replaceTaskManager(int index) throws Exception {
    cluster.cluster().terminateTaskManager(index).get();
    cluster.cluster().startTaskManager();
  }

  String stopWithSavepoint(String directory) throws Exception {
    return stopWithSavepoint(directory, SavepointFormatType.CANONICAL);
  }

  String stopWithSavepoint(String directory, SavepointFormatType format) throws Exception {
    return job.stopWithSavepoint(false, directory, format).get();
  }

  @Override
  public void close() {
    results.close();
    cluster.close();
    files.close();
  }
}
