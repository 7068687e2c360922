package io.flinklstm.benchmarks.state;

import io.flinklstm.benchmarks.Own;
import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;
import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.FlinkLstm;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Steps every key once, then the first tenth of them again and again.
 *
 * @param own whether the operator is ours, or else the naive one
 * @param rocksdb or else the heap
 * @param keys with a state
 * @param checkpoints where they go
 */
record Job(boolean own, boolean rocksdb, int keys, Path checkpoints) {

  /** Units of the one layer. */
  static final int HIDDEN = 64;

  /** Bytes of hidden and cell state of a key. */
  static final int PAYLOAD = 2 * HIDDEN * Float.BYTES;

  /** The part of the keys that is stepped between the first checkpoint and the second. */
  static final int PART = 10;

  /** Name of the operator whose state it is. */
  static final String OPERATOR = "states";

  private static final Shape SHAPE = new Shape("LSTM", 1, 8, HIDDEN, 1);

  JobGraph graph() {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration());
    env.setParallelism(1);
    int count = keys;
    KeyedStream<Long, Long> numbers =
        env.fromSource(
                new DataGeneratorSource<>(
                    number -> number, Long.MAX_VALUE - 1, parallelism -> new Gate(), Types.LONG),
                WatermarkStrategy.noWatermarks(),
                "numbers")
            .uid("numbers")
            .keyBy(number -> number < count ? number : number % (count / PART), Types.LONG);
    (own
            ? FlinkLstm.score(numbers, new Model())
                .features(Job::features)
                .uid(OPERATOR)
                .name(OPERATOR)
                .build()
                .map(prediction -> prediction.event())
                .returns(Types.LONG)
            : numbers.process(new KryoFunction(HIDDEN), Types.LONG).uid(OPERATOR).name(OPERATOR))
        .map(Job::count)
        .returns(Types.LONG)
        .sinkTo(new DiscardingSink<>());
    return env.getStreamGraph().getJobGraph();
  }

  private static Long count(Long number) {
    Gate.handled();
    return number;
  }

  private static void features(Long number, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (number + i & 0xff) / 256f;
    }
  }

  private Configuration configuration() {
    Configuration c = new Configuration();
    c.set(PipelineOptions.OBJECT_REUSE, true);
    c.set(StateBackendOptions.STATE_BACKEND, rocksdb ? "rocksdb" : "hashmap");
    c.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    c.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return c;
  }

  /** One LSTM layer that gives out its hidden state. */
  private record Model() implements NetworkSource {
    @Override
    public Network load() {
      return Own.network(SHAPE, Problem.of(SHAPE));
    }
  }
}
