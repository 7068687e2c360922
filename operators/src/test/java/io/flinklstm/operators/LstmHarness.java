package io.flinklstm.operators;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import io.flinklstm.operators.result.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.apache.flink.runtime.io.disk.iomanager.IOManagerAsync;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** The operator alone, with its mailbox, clock and state in the test's hand. */
final class LstmHarness extends OneInputStreamOperatorTestHarness<Reading, Prediction<Reading>> {

  static final TypeInformation<Reading> READINGS = TypeInformation.of(Reading.class);
  static final int MAX_PARALLELISM = 128;

  private static final OutputTag<Rejected<Reading>> REJECTED = FlinkLstm.rejected(READINGS);
  private static final OutputTag<Rejected<Reading>> LATE = FlinkLstm.late(READINGS);
  private static final IOManager SPILLING =
      new IOManagerAsync(); // its directory takes long to make
  private static final int LARGEST_STATE = 8 << 20;
  private static final TypeSerializer<Prediction<Reading>> PREDICTIONS =
      new PredictionTypeInfo<>(READINGS).createSerializer(new SerializerConfigImpl());

  private LstmHarness(
      LstmOperatorFactory<Reading> factory, StateBackend backend, int parallelism, int subtask)
      throws Exception {
    this(factory, backend, environment(MAX_PARALLELISM, parallelism, subtask).build());
  }

  private LstmHarness(
      LstmOperatorFactory<Reading> factory, StateBackend backend, MockEnvironment environment)
      throws Exception {
    super(factory, environment);
    config.setStatePartitioner(0, (KeySelector<Reading, String>) Reading::sensor);
    config.setStateKeySerializer(StringSerializer.INSTANCE);
    config.serializeAllConfigs();
    setStateBackend(backend);
    setup(PREDICTIONS);
  }

  /**
   * Never closed: all it holds is memory, and what it would spill to, which all harnesses share.
   */
  private static MockEnvironmentBuilder environment(
      int maxParallelism, int parallelism, int subtask) {
    return new MockEnvironmentBuilder()
        .setIOManager(SPILLING)
        .setMaxParallelism(maxParallelism)
        .setParallelism(parallelism)
        .setSubtaskIndex(subtask);
  }

  /** Where keyed state is kept. */
  enum Backend {
    HEAP,
    ROCKSDB;

    StateBackend make() {
      if (this == HEAP) {
        return new HashMapStateBackend();
      }
      EmbeddedRocksDBStateBackend rocksdb = new EmbeddedRocksDBStateBackend();
      rocksdb.getMemoryConfiguration().setFixedMemoryPerSlot("64mb");
      return rocksdb;
    }
  }

  static LstmHarness open(NetworkSource model, LstmOptions options, Backend backend)
      throws Exception {
    return open(factory(model, options, EventReader.of(Reading::extract)), backend);
  }

  static LstmHarness open(LstmOperatorFactory<Reading> factory, Backend backend) throws Exception {
    LstmHarness harness = new LstmHarness(factory, backend.make(), 1, 0);
    harness.open();
    return harness;
  }

  static LstmHarness restore(
      LstmOperatorFactory<Reading> factory, Backend backend, OperatorSubtaskState snapshot)
      throws Exception {
    return restore(factory, backend.make(), snapshot);
  }

  static LstmHarness restore(
      LstmOperatorFactory<Reading> factory, StateBackend backend, OperatorSubtaskState snapshot)
      throws Exception {
    LstmHarness harness = new LstmHarness(factory, backend, 1, 0);
    harness.initializeState(snapshot);
    harness.open();
    return harness;
  }

  /**
   * The only subtask there can be, which makes checkpoints cheap.
   *
   * @param snapshot null for none
   */
  static LstmHarness alone(
      LstmOperatorFactory<Reading> factory, Backend backend, OperatorSubtaskState snapshot)
      throws Exception {
    LstmHarness harness = new LstmHarness(factory, backend.make(), environment(1, 1, 0).build());
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  /** Puts the operator's metrics into a map, by their names. */
  static LstmHarness measured(LstmOperatorFactory<Reading> factory, Map<String, Metric> metrics)
      throws Exception {
    MetricRegistry registry =
        TestingMetricRegistry.builder()
            .setRegisterConsumer((metric, name, group) -> metrics.put(name, metric))
            .build();
    TaskMetricGroup task =
        TaskManagerMetricGroup.createTaskManagerMetricGroup(registry, "host", ResourceID.generate())
            .addJob(new JobID(), "job")
            .addTask(ExecutionAttemptID.randomId(), "task");
    LstmHarness harness =
        new LstmHarness(
            factory, Backend.HEAP.make(), environment(1, 1, 0).setMetricGroup(task).build());
    harness.open();
    return harness;
  }

  static LstmOperatorFactory<Reading> factory(
      NetworkSource model, LstmOptions options, EventReader<Reading> reader) {
    return new LstmOperatorFactory<>(model, reader, options, READINGS);
  }

  static LstmHarness restore(
      NetworkSource model, LstmOptions options, Backend backend, OperatorSubtaskState snapshot)
      throws Exception {
    return restore(model, options, backend, snapshot, 1, 0);
  }

  static LstmHarness restore(
      NetworkSource model,
      LstmOptions options,
      Backend backend,
      OperatorSubtaskState snapshot,
      int parallelism,
      int subtask)
      throws Exception {
    LstmHarness harness =
        new LstmHarness(
            factory(model, options, EventReader.of(Reading::extract)),
            backend.make(),
            parallelism,
            subtask);
    harness.initializeState(snapshot);
    harness.open();
    return harness;
  }

  void process(Reading reading) throws Exception {
    processElement(reading, reading.time);
  }

  void processUntimed(Reading reading) throws Exception {
    processElement(new StreamRecord<>(reading));
  }

  /** Runs the mails that are there now, not those they post. */
  void runMails() throws Exception {
    for (Mail mail : getTaskMailbox().drain()) {
      mail.run();
    }
  }

  /** What the runtime does at a barrier. */
  OperatorSubtaskState checkpoint(long id) throws Exception {
    prepareSnapshotPreBarrier(id);
    OperatorSubtaskState snapshot = snapshot(id, id);
    notifyOfCompletedCheckpoint(id);
    return snapshot;
  }

  /** Entries in all keyed states, on heap. */
  int numKeyedStateEntries() {
    KeyedStateBackend<?> states =
        ((AbstractStreamOperator<?>) getOperator()).getKeyedStateBackend();
    return ((HeapKeyedStateBackend<?>) states).numKeyValueStateEntries();
  }

  List<Prediction<Reading>> predictions() {
    return extractOutputValues();
  }

  /**
   * What the runtime does at a barrier, up to where processing goes on. The rest, which writes what
   * state was at the barrier, is run by the caller, at any later point.
   */
  OperatorSnapshotFutures beginCheckpoint(long id) throws Exception {
    return begin(id, CheckpointType.CHECKPOINT);
  }

  /** A savepoint in the format that every backend reads. */
  OperatorSubtaskState savepoint(long id) throws Exception {
    return finish(begin(id, SavepointType.savepoint(SavepointFormatType.CANONICAL)));
  }

  private OperatorSnapshotFutures begin(long id, SnapshotType type) throws Exception {
    prepareSnapshotPreBarrier(id);
    return getOperator()
        .snapshotState(
            id,
            id,
            new CheckpointOptions(type, CheckpointStorageLocationReference.getDefault()),
            new MemCheckpointStreamFactory(LARGEST_STATE));
  }

  /** The asynchronous phase. */
  static OperatorSubtaskState finish(OperatorSnapshotFutures begun) throws Exception {
    return OperatorSnapshotFinalizer.create(begun).getJobManagerOwnedState();
  }

  List<Rejected<Reading>> rejected() {
    return values(REJECTED);
  }

  List<Rejected<Reading>> late() {
    return values(LATE);
  }

  private List<Rejected<Reading>> values(OutputTag<Rejected<Reading>> tag) {
    List<Rejected<Reading>> values = new ArrayList<>();
    if (getSideOutput(tag) != null) {
      getSideOutput(tag).forEach(record -> values.add(record.getValue()));
    }
    return values;
  }

  /** Everything that came out since it was last asked, side outputs last. */
  List<Given> takeGiven() {
    List<Given> given = new ArrayList<>();
    for (StreamRecord<?> record : extractOutputStreamRecords()) {
      given.add(Given.of(record));
    }
    getOutput().clear();
    for (OutputTag<Rejected<Reading>> tag : List.of(REJECTED, LATE)) {
      if (getSideOutput(tag) != null) {
        getSideOutput(tag).forEach(record -> given.add(Given.of(record)));
        getSideOutput(tag).clear();
      }
    }
    return given;
  }
}
