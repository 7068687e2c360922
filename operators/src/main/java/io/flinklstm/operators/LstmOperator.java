package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateCodec;
import io.flinklstm.state.KeyStateTypeInfo;
import java.io.IOException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * The shell that Flink sees: hands events to the {@link WaveEngine} and flushes it when the bundle
 * is full, input idle, the longest wait over, and before every watermark, barrier and end. So the
 * bundle is never part of a checkpoint.
 */
class LstmOperator<T> extends AbstractStreamOperator<Prediction<T>>
    implements OneInputStreamOperator<T, Prediction<T>>, BoundedOneInput {

  /** Name of the keyed state; a savepoint finds it by this. */
  static final String STATE = "lstm";

  private static final long serialVersionUID = 1;

  private final transient NetworkSource model;
  private final transient FeatureExtractor<T> features;
  private final transient LstmOptions options;
  private final transient OutputTag<Rejected<T>> rejectedTag;
  private final transient MailboxExecutor mailbox;

  private transient ValueState<KeyState> state;
  private transient LstmMetrics lstmMetrics;
  private transient WaveEngine<T> engine;
  private transient IdleInput idleInput;
  private transient LongestWait longestWait;

  LstmOperator(
      StreamOperatorParameters<Prediction<T>> parameters,
      NetworkSource model,
      FeatureExtractor<T> features,
      LstmOptions options,
      OutputTag<Rejected<T>> rejectedTag) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
    this.model = model;
    this.features = features;
    this.options = options;
    this.rejectedTag = rejectedTag;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>(STATE, new KeyStateTypeInfo()));
  }

  @Override
  public void open() throws Exception {
    super.open();
    Network network = model.load();
    KernelWarmUp.run(network);
    lstmMetrics = new LstmMetrics(getMetricGroup(), network);
    engine = new WaveEngine<>(network, features, options, new Backend(), new Output(), lstmMetrics);
    idleInput = new IdleInput(mailbox, () -> flush(FlushCause.IDLE));
    longestWait =
        new LongestWait(
            getProcessingTimeService(),
            options.longestWait().toMillis(),
            () -> flush(FlushCause.WAIT));
    LOG.info(
        "{}: model {} {}, kernels {}, waves of up to {} waiting up to {}, warm after {} steps, on"
            + " model change {}, state format {}",
        getOperatorName(),
        network.description().name(),
        String.format("%016x", network.fingerprint()),
        network.kernels(),
        options.maxWave(),
        options.longestWait(),
        options.warmUpSteps(),
        options.onModelChange(),
        KeyStateCodec.VERSION);
  }

  @Override
  public void processElement(StreamRecord<T> record) throws Exception {
    boolean first = engine.isEmpty();
    boolean timed = record.hasTimestamp() && record.getTimestamp() != Long.MIN_VALUE;
    engine.add(getCurrentKey(), record.getValue(), timed, timed ? record.getTimestamp() : 0);
    if (engine.isFull()) {
      flush(FlushCause.SIZE);
    } else if (!engine.isEmpty()) {
      idleInput.eventWaits();
      if (first) {
        longestWait.begin();
      }
    }
  }

  private void flush(FlushCause cause) throws IOException {
    if (engine.isEmpty()) {
      return;
    }
    Object key = getCurrentKey();
    engine.flush();
    setCurrentKey(key);
    idleInput.nothingWaits();
    longestWait.end();
    lstmMetrics.flush(cause);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush(FlushCause.WATERMARK);
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    flush(FlushCause.WATERMARK);
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush(FlushCause.CHECKPOINT);
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void endInput() throws Exception {
    flush(FlushCause.END);
  }

  @Override
  public void finish() throws Exception {
    flush(FlushCause.END);
    super.finish();
  }

  /** The keyed state backend, one current key at a time. */
  private final class Backend implements KeyStates {
    @Override
    public KeyState read(Object key) throws IOException {
      setCurrentKey(key);
      return state.value();
    }

    @Override
    public void write(Object key, KeyState keyState) throws IOException {
      setCurrentKey(key);
      state.update(keyState);
    }
  }

  /** The operator's outputs. */
  private final class Output implements Results<T> {
    @Override
    public void predicted(Prediction<T> prediction, boolean timed, long time) {
      output.collect(record(prediction, timed, time));
    }

    @Override
    public void rejected(Rejected<T> rejected, boolean timed, long time) {
      output.collect(rejectedTag, record(rejected, timed, time));
    }

    private <R> StreamRecord<R> record(R value, boolean timed, long time) {
      return timed ? new StreamRecord<>(value, time) : new StreamRecord<>(value);
    }
  }
}
