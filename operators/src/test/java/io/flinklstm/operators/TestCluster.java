package io.flinklstm.operators;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster inside the test, and the job all cluster tests run. */
final class TestCluster implements AutoCloseable {

  static final SmallModel MODEL = SmallModel.PLAIN;
  static final int SENSORS = 200;

  private static final int MAX_PARALLELISM = 128;
  private static final int SLOTS = 3;
  private static final long TIMEOUT_SECONDS = 60;

  private final MiniCluster cluster;
  private final Path directory;

  TestCluster(Path directory) throws Exception {
    this.directory = directory;
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    configuration.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, new MemorySize(4096));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** How a job is run. */
  record Setup(Backend backend, boolean unaligned, int parallelism) {}

  /** The events of every job, by number. */
  static Reading reading(long number) {
    long bits = number * 0x9E3779B97F4A7C15L;
    String sensor = "sensor-" + (bits >>> 40) % SENSORS;
    return new Reading(sensor, number, (bits >>> 20 & 0xfff) / 100f, (bits >>> 8 & 0xff) / 256f);
  }

  private Configuration configuration(Setup setup) {
    Configuration c = new Configuration();
    c.set(PipelineOptions.GENERIC_TYPES, false);
    c.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    c.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    c.set(
        StateBackendOptions.STATE_BACKEND, setup.backend() == Backend.HEAP ? "hashmap" : "rocksdb");
    c.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.resolve("ck").toUri().toString());
    c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(20));
    c.set(CheckpointingOptions.ENABLE_UNALIGNED, setup.unaligned());
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    return c;
  }

  /** Numbers, readings by sensor, the operator of FlinkLstm, the collector. */
  JobGraph job(Setup setup) {
    StreamExecutionEnvironment env = environment(setup);
    SingleOutputStreamOperator<Prediction<Reading>> predictions =
        FlinkLstm.score(readings(env), MODEL)
            .features(Reading::extract)
            .maxWave(16)
            .uid("lstm")
            .build();
    return collected(env, predictions, 0);
  }

  /** The same with an operator that fails where the run says. */
  JobGraph faultyJob(Setup setup) {
    StreamExecutionEnvironment env = environment(setup);
    SingleOutputStreamOperator<Prediction<Reading>> predictions =
        readings(env)
            .transform(
                "lstm",
                new PredictionTypeInfo<>(LstmHarness.READINGS),
                new FaultyOperator.Factory(
                    MODEL, LstmOptions.DEFAULT.withMaxWave(16).withRecentKeys(4)))
            .uid("lstm")
            .map(
                prediction -> {
                  Run.current().at(FaultPoint.AFTER_STATE_WRITES);
                  return prediction;
                })
            .returns(new PredictionTypeInfo<>(LstmHarness.READINGS))
            .uid("emitted");
    return collected(env, predictions, setup.unaligned() ? 100_000 : 0);
  }

  private StreamExecutionEnvironment environment(Setup setup) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(setup));
    env.setParallelism(setup.parallelism());
    return env;
  }

  private static KeyedStream<Reading, String> readings(StreamExecutionEnvironment env) {
    return env.fromSource(
            new PacedNumbers(Run.EVENTS),
            WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((number, none) -> number),
            "numbers")
        .setParallelism(1)
        .uid("numbers")
        .map(TestCluster::reading)
        .returns(LstmHarness.READINGS)
        .setParallelism(1)
        .uid("readings")
        .keyBy(Reading::sensor);
  }

  private static JobGraph collected(
      StreamExecutionEnvironment env,
      SingleOutputStreamOperator<Prediction<Reading>> predictions,
      int nanosPerRecord) {
    predictions
        .transform("collector", Types.VOID, new Collector(nanosPerRecord))
        .setParallelism(1)
        .uid("collector");
    return env.getStreamGraph().getJobGraph();
  }

  JobID submit(JobGraph job) throws Exception {
    return cluster.submitJob(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS).getJobID();
  }

  JobID submit(JobGraph job, String savepoint) throws Exception {
    job.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
    return submit(job);
  }

  JobResult result(JobID job) throws Exception {
    return cluster.requestJobResult(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  String stopWithSavepoint(JobID job) throws Exception {
    return cluster
        .stopWithSavepoint(
            job,
            directory.resolve("savepoints").toUri().toString(),
            false,
            SavepointFormatType.CANONICAL)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Bytes of records on their way that checkpoints of a job have kept. */
  long persistedInFlightBytes(JobID job) throws Exception {
    CheckpointStatsSnapshot stats =
        cluster
            .getExecutionGraph(job)
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .getCheckpointStatsSnapshot();
    return stats.getSummaryStats().getPersistedDataStats().getMaximum();
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
