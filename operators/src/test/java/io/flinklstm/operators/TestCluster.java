package io.flinklstm.operators;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import io.flinklstm.operators.result.WindowResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
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
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster inside the test, and the job all cluster tests run. */
final class TestCluster implements AutoCloseable {

  static final SmallModel MODEL = SmallModel.PLAIN;
  static final SmallWindowModel WINDOWS = SmallWindowModel.BIDIRECTIONAL;

  private static final int MAX_PARALLELISM = 128;
  private static final int SLOTS = 8;
  private static final long TIMEOUT_SECONDS = 60;
  private static final int SLOW = 100_000; // nanoseconds a record: lets records pile up
  private static final PredictionTypeInfo<Reading> PREDICTIONS =
      new PredictionTypeInfo<>(LstmHarness.READINGS);

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
  record Setup(Backend backend, boolean unaligned, Arrivals arrivals) {}

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
    c.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, setup.backend() == Backend.ROCKSDB);
    c.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
    c.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    return c;
  }

  /** Numbers, readings by sensor, the operator of FlinkLstm, the collector. */
  JobGraph job(Setup setup, int parallelism, long events) {
    return job(setup, parallelism, events, "lstm");
  }

  JobGraph job(Setup setup, int parallelism, long events, String uid) {
    StreamExecutionEnvironment env = environment(setup, parallelism);
    SingleOutputStreamOperator<Prediction<Reading>> predictions =
        FlinkLstm.score(readings(env, setup.arrivals(), events).keyBy(Reading::sensor), MODEL)
            .features(Reading::extract)
            .maxWave(setup.arrivals().options().waves().most())
            .order(setup.arrivals().options().order())
            .uid(uid)
            .build();
    return collected(env, setup, predictions);
  }

  /** The same beside a second source, which gives nothing and ends when the run says. */
  JobGraph jobBesideQuietSource(Setup setup) {
    StreamExecutionEnvironment env = environment(setup, 2);
    DataStream<Reading> quiet =
        env.fromSource(
                new QuietSource(),
                setup.arrivals().watermarks().withIdleness(Duration.ofMillis(20)),
                "quiet")
            .setParallelism(1)
            .uid("quiet")
            .map(setup.arrivals()::reading)
            .returns(LstmHarness.READINGS)
            .setParallelism(1)
            .uid("no readings");
    SingleOutputStreamOperator<Prediction<Reading>> predictions =
        FlinkLstm.score(
                readings(env, setup.arrivals(), Run.EVENTS).union(quiet).keyBy(Reading::sensor),
                MODEL)
            .features(Reading::extract)
            .order(setup.arrivals().options().order())
            .uid("lstm")
            .build();
    return collected(env, setup, predictions);
  }

  /** The same with an operator that fails where the run says. */
  JobGraph faultyJob(Setup setup, int parallelism) {
    StreamExecutionEnvironment env = environment(setup, parallelism);
    SingleOutputStreamOperator<Prediction<Reading>> predictions =
        readings(env, setup.arrivals(), Run.EVENTS)
            .keyBy(Reading::sensor)
            .transform(
                "lstm", PREDICTIONS, new FaultyOperator.Factory(MODEL, setup.arrivals().options()))
            .uid("lstm");
    DataStream<Prediction<Reading>> late =
        predictions
            .getSideOutput(FlinkLstm.late(LstmHarness.READINGS))
            .map(Arrivals::late)
            .returns(PREDICTIONS)
            .uid("late");
    return collected(
        env,
        setup,
        predictions
            .map(
                prediction -> {
                  Run.current().at(FaultPoint.AFTER_STATE_WRITES);
                  return prediction;
                })
            .returns(PREDICTIONS)
            .uid("emitted")
            .union(late));
  }

  /** Windows of the last three events of each sensor, with a map behind that fails. */
  JobGraph windowJob(Setup setup) {
    StreamExecutionEnvironment env = environment(setup, 2);
    return collected(
        env,
        setup,
        FlinkLstm.scoreWindows(
                readings(env, setup.arrivals(), Run.EVENTS).keyBy(Reading::sensor), WINDOWS)
            .features(Reading::extract)
            .last(3)
            .maxWave(setup.arrivals().options().waves().most())
            .order(setup.arrivals().options().order())
            .uid("windows")
            .build()
            .map(
                result -> {
                  Run.current().at(FaultPoint.AFTER_STATE_WRITES);
                  return prediction(result);
                })
            .returns(PREDICTIONS)
            .uid("emitted"));
  }

  /** A window's result as the collector takes it. */
  static Prediction<Reading> prediction(WindowResult<Reading> window) {
    float[] none = {};
    String outputs = Arrays.deepToString(window.outputs());
    return new Prediction<>(
        window.event(), window.step(), window.length(), true, none, outputs, none, 0, 0, 0);
  }

  private StreamExecutionEnvironment environment(Setup setup, int parallelism) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(setup));
    env.setParallelism(parallelism);
    return env;
  }

  private static DataStream<Reading> readings(
      StreamExecutionEnvironment env, Arrivals arrivals, long events) {
    return env.fromSource(new PacedNumbers(events), arrivals.watermarks(), "numbers")
        .setParallelism(1)
        .uid("numbers")
        .map(arrivals::reading)
        .returns(LstmHarness.READINGS)
        .setParallelism(1)
        .uid("readings");
  }

  private static JobGraph collected(
      StreamExecutionEnvironment env, Setup setup, DataStream<Prediction<Reading>> predictions) {
    predictions
        .rebalance() // also from one to one: so records on their way can be rescaled
        .transform("collector", Types.VOID, new Collector(setup.unaligned() ? SLOW : 0))
        .setParallelism(1)
        .uid("collector");
    return env.getStreamGraph().getJobGraph();
  }

  /**
   * @param from savepoint or retained checkpoint from which the job goes on; null for none
   */
  JobID submit(JobGraph job, String from) throws Exception {
    if (from != null) {
      job.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(from));
    }
    return cluster.submitJob(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS).getJobID();
  }

  JobResult result(JobID job) throws Exception {
    return cluster.requestJobResult(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  String stopWithSavepoint(JobID job, SavepointFormatType format) throws Exception {
    return cluster
        .stopWithSavepoint(job, directory.resolve("savepoints").toUri().toString(), false, format)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Cancels the job; returns its last checkpoint. */
  String cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    result(job);
    return checkpoints(job).getHistory().getLatestCompletedCheckpoint().getExternalPath();
  }

  /** Bytes of records on their way that checkpoints of a job have kept. */
  long persistedInFlightBytes(JobID job) throws Exception {
    return checkpoints(job).getSummaryStats().getPersistedDataStats().getMaximum();
  }

  private CheckpointStatsSnapshot checkpoints(JobID job) throws Exception {
    return cluster
        .getExecutionGraph(job)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .getCheckpointStatsSnapshot();
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
