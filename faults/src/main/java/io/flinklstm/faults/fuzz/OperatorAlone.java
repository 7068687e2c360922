package io.flinklstm.faults.fuzz;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Origin;
import io.flinklstm.jobs.record.RecordTypes;
import io.flinklstm.operators.FeatureExtractor;
import io.flinklstm.operators.FlinkLstm;
import io.flinklstm.operators.result.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The operator that a pipeline has, in this thread. */
final class OperatorAlone implements AutoCloseable {

  private static final int HARNESS_MAX_PARALLELISM = 128;

  private final OneInputStreamOperatorTestHarness<Event, Prediction<Event>> harness;
  private long checkpoints;

  /**
   * @param maxWave most events advanced together, which must not matter
   */
  OperatorAlone(NetworkSource model, int maxWave) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Event never = new Event("never", 0, new float[0], new Origin("", 0, 0)); // the job is not run
    DataStream<Event> none = environment.fromData(RecordTypes.EVENT, never);
    @SuppressWarnings("unchecked") // what build() has just made
    OneInputTransformation<Event, Prediction<Event>> transformation =
        (OneInputTransformation<Event, Prediction<Event>>)
            FlinkLstm.score(none.keyBy(Event::key, Types.STRING), model)
                .features(FeatureExtractor.ofArray(Event::values))
                .maxWave(maxWave)
                .uid("lstm")
                .build()
                .getTransformation();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            (OneInputStreamOperatorFactory<Event, Prediction<Event>>)
                transformation.getOperatorFactory(),
            new MockEnvironmentBuilder()
                .setMaxParallelism(HARNESS_MAX_PARALLELISM)
                .setParallelism(1)
                .setSubtaskIndex(0)
                .build());
    harness.getStreamConfig().setStatePartitioner(0, (KeySelector<Event, String>) Event::key);
    harness.getStreamConfig().setStateKeySerializer(StringSerializer.INSTANCE);
    harness.getStreamConfig().serializeAllConfigs();
    harness.setup(
        transformation
            .getOutputType()
            .createSerializer(environment.getConfig().getSerializerConfig()));
    harness.open();
  }

  void process(Event event) throws Exception {
    harness.processElement(new StreamRecord<>(event, event.time()));
  }

  /** What came out since it was last asked, in order. */
  List<Prediction<Event>> take() {
    List<Prediction<Event>> taken = new ArrayList<>(harness.extractOutputValues());
    harness.getOutput().clear();
    return taken;
  }

  /** As at a barrier: everything gathered goes out. */
  void checkpoint() throws Exception {
    harness.prepareSnapshotPreBarrier(++checkpoints);
    harness.snapshot(checkpoints, checkpoints);
    harness.notifyOfCompletedCheckpoint(checkpoints);
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
