package io.flinklstm.benchmarks.operator;

import io.flinklstm.operators.FlinkLstm;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.java.typeutils.ValueTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster in this JVM, and the jobs: source, keyBy, what is measured, meter. */
final class Cluster implements AutoCloseable {

  private static final int MANAGED_MIB = 1024; // per job
  private static final int SEGMENT_MIB = 2; // ten of them hold a turn
  private static final int NETWORK_MIB = 256;
  private static final int FLUSH_MILLIS = 1;
  private static final int PATIENCE_SECONDS = 60;
  private static final TypeInformation<Event> EVENTS = new ValueTypeInfo<>(Event.class);

  private final MiniCluster cluster;

  Cluster(Path directory) throws Exception {
    int slots = Entrant.values().length;
    Configuration c = new Configuration();
    c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(slots * MANAGED_MIB));
    c.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.ofMebiBytes(SEGMENT_MIB));
    c.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(NETWORK_MIB));
    c.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(NETWORK_MIB));
    c.set(CoreOptions.TMP_DIRS, directory.toString());
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(c)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** Starts a job that waits for turns on the lane. */
  JobID start(Entrant entrant, Scene scene, String lane) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(scene));
    env.setParallelism(1);
    env.setBufferTimeout(FLUSH_MILLIS);
    KeyedStream<Event, Long> events =
        env.fromSource(
                new NumberSequenceSource(0, Long.MAX_VALUE - 1),
                WatermarkStrategy.noWatermarks(),
                "numbers")
            .map(new Feed(lane))
            .returns(EVENTS)
            .keyBy(Event::key, Types.LONG);
    measured(entrant, scene, events, lane).filter(new Meter(lane));
    return cluster.submitJob(env.getStreamGraph().getJobGraph()).get().getJobID();
  }

  private static SingleOutputStreamOperator<Prediction<Event>> measured(
      Entrant entrant, Scene scene, KeyedStream<Event, Long> events, String lane) {
    int hidden = scene.hidden();
    PredictionTypeInfo<Event> type = new PredictionTypeInfo<>(EVENTS);
    return switch (entrant) {
      case OWN -> own(new OperatorModel(hidden, false), scene.recent(), events, lane);
      case FLOOR -> own(new OperatorModel(hidden, true), 0, events, lane);
      case ENGINE -> events.process(new EngineFunction(lane, hidden), type);
      case BARE -> events.process(new BareFunction(lane, hidden), type);
    };
  }

  private static SingleOutputStreamOperator<Prediction<Event>> own(
      OperatorModel model, int recent, KeyedStream<Event, Long> events, String lane) {
    return FlinkLstm.score(events, model)
        .features(new EventFeatures(lane))
        .recentKeys(recent)
        .uid("lstm")
        .build();
  }

  private static Configuration configuration(Scene scene) {
    Configuration c = new Configuration();
    c.set(PipelineOptions.OBJECT_REUSE, true);
    c.set(StateBackendOptions.STATE_BACKEND, scene.rocksdb() ? "rocksdb" : "hashmap");
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return c;
  }

  void stop(JobID job) throws Exception {
    cluster.cancelJob(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    cluster.requestJobResult(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
