package io.flinklstm.jobs;

import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.local.LocalCluster;
import io.flinklstm.jobs.local.TemporaryDirectory;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An anomaly job on a cluster of its own, and what of it is committed so far. */
final class RunningJob implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final TemporaryDirectory files = TemporaryDirectory.create("flink-lstm-test");
  private final LocalCluster cluster;
  private final JobClient job;
  private final CommittedReader results;
  private long committed;

  private RunningJob(Topics topics, int parallelism, Configuration configuration) throws Exception {
    AnomalyPipeline pipeline =
        new AnomalyPipeline(
            topics.input(), topics, Duration.ofMillis(200), Duration.ofMinutes(5), 16, 32);
    cluster = LocalCluster.start(files.path(), parallelism, 0);
    StreamExecutionEnvironment environment = cluster.environment(configuration);
    new AnomalyJob(pipeline, DemoModel.source()).build(environment);
    job = environment.executeAsync(pipeline.name());
    results =
        new CommittedReader(
            topics.bootstrapServers(), List.of(topics.output(), topics.deadLetters()));
  }

  static RunningJob start(Topics topics, int parallelism) throws Exception {
    return start(topics, parallelism, new Configuration());
  }

  static RunningJob start(Topics topics, int parallelism, Configuration configuration)
      throws Exception {
    return new RunningJob(topics, parallelism, configuration);
  }

  static RunningJob resume(Topics topics, int parallelism, String savepoint) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    return new RunningJob(topics, parallelism, configuration);
  }

  /** Waits until this many results and dead letters are committed in all. */
  void await(long records) {
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
