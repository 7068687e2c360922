package io.flinklstm.operators;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import io.flinklstm.operators.result.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** The operator alone, with its mailbox, clock and state in the test's hand. */
final class LstmHarness
    extends KeyedOneInputStreamOperatorTestHarness<String, Reading, Prediction<Reading>> {

  static final TypeInformation<Reading> READINGS = TypeInformation.of(Reading.class);
  static final int MAX_PARALLELISM = 128;

  private static final OutputTag<Rejected<Reading>> REJECTED = FlinkLstm.rejected(READINGS);
  private static final TypeSerializer<Prediction<Reading>> PREDICTIONS =
      new PredictionTypeInfo<>(READINGS).createSerializer(new SerializerConfigImpl());

  private LstmHarness(
      NetworkSource model, LstmOptions options, Backend backend, int parallelism, int subtask)
      throws Exception {
    super(
        new LstmOperatorFactory<>(model, EventReader.of(Reading::extract), options, READINGS),
        Reading::sensor,
        Types.STRING,
        MAX_PARALLELISM,
        parallelism,
        subtask);
    setStateBackend(backend.make());
    setup(PREDICTIONS);
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
    LstmHarness harness = new LstmHarness(model, options, backend, 1, 0);
    harness.open();
    return harness;
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
    LstmHarness harness = new LstmHarness(model, options, backend, parallelism, subtask);
    harness.initializeState(snapshot);
    harness.open();
    return harness;
  }

  void process(Reading reading) throws Exception {
    processElement(reading, reading.time);
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

  List<Prediction<Reading>> predictions() {
    return extractOutputValues();
  }

  List<Rejected<Reading>> rejected() {
    List<Rejected<Reading>> values = new ArrayList<>();
    if (getSideOutput(REJECTED) != null) {
      getSideOutput(REJECTED).forEach(record -> values.add(record.getValue()));
    }
    return values;
  }
}
