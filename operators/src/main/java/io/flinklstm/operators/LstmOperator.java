package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.state.KeyStateCodec;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
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
    implements OneInputStreamOperator<T, Prediction<T>>,
        BoundedOneInput,
        Triggerable<Object, String> {

  private static final long serialVersionUID = 1;

  // Namespaces of the timers: which of them a timer is for is part of the savepoint.
  private static final String RELEASE = "release";

  private final transient NetworkSource model;
  private final transient EventReader<T> reader;
  private final transient LstmOptions options;
  private final transient TypeInformation<T> events;
  private final transient OutputTag<Rejected<T>> rejectedTag;
  private final transient OutputTag<Rejected<T>> lateTag;
  private final transient MailboxExecutor mailbox;

  private transient KeyedStore.States<T> states;
  private transient EventTimeOrder<T> waiting; // null where events are stepped as they arrive
  private transient InternalTimerService<String> timers;
  private transient LstmMetrics lstmMetrics;
  private transient WaveEngine<T> engine;
  private transient IdleInput idleInput;
  private transient LongestWait longestWait;
  private transient long firstArrival; // of the bundle, in nanoseconds

  LstmOperator(StreamOperatorParameters<Prediction<T>> parameters, LstmOperatorFactory<T> factory) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
    this.model = factory.model;
    this.reader = factory.reader;
    this.options = factory.options;
    this.events = factory.events;
    this.rejectedTag = FlinkLstm.rejected(events);
    this.lateTag = FlinkLstm.late(events);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    states = KeyedStore.States.register(context.getKeyedStateStore(), events, options.emission());
    if (options.order() == Order.EVENT_TIME) {
      waiting =
          new EventTimeOrder<>(
              context.getKeyedStateStore(), context.getOperatorStateStore(), events);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (waiting != null) {
      waiting.snapshot();
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    Network network = model.load();
    KernelWarmUp.run(network);
    lstmMetrics = new LstmMetrics(getMetricGroup(), network);
    timers = getInternalTimerService(LstmState.TIMERS, StringSerializer.INSTANCE, this);
    KeyedStore<T> store =
        new KeyedStore<>(
            this, states, time -> timers.registerEventTimeTimer(LstmState.WAKE, time), lstmMetrics);
    engine = new WaveEngine<>(network, reader, options, store, new Output(), lstmMetrics);
    idleInput = new IdleInput(mailbox, () -> flush(FlushCause.IDLE));
    longestWait =
        new LongestWait(
            getProcessingTimeService(),
            options.waves().longestWait().toMillis(),
            () -> flush(FlushCause.WAIT));
    LOG.info(
        "{}: model {} {}, kernels {}, {}, state format {}",
        getOperatorName(),
        network.description().name(),
        String.format("%016x", network.fingerprint()),
        network.kernels(),
        options,
        KeyStateCodec.VERSION);
  }

  @Override
  public void processElement(StreamRecord<T> record) throws Exception {
    boolean timed = record.hasTimestamp() && record.getTimestamp() != Long.MIN_VALUE;
    if (waiting == null || !timed) {
      accept(record.getValue(), timed, timed ? record.getTimestamp() : 0);
    } else if (record.getTimestamp() <= waiting.watermark()) {
      engine.late(record.getValue(), record.getTimestamp(), waiting.watermark());
    } else {
      waiting.add(record.getValue(), record.getTimestamp());
      timers.registerEventTimeTimer(RELEASE, nextWatermark());
    }
  }

  /** One timer a key and watermark, however many of its events wait. */
  private long nextWatermark() {
    return Math.max(waiting.watermark(), timers.currentWatermark()) + 1;
  }

  /** Takes an event of the current key into the bundle. */
  private void accept(T event, boolean timed, long time) throws Exception {
    boolean first = engine.isEmpty();
    engine.add(getCurrentKey(), event, timed, time);
    if (first && !engine.isEmpty()) {
      firstArrival = System.nanoTime();
      longestWait.begin();
    }
    if (engine.isFull()) {
      flush(FlushCause.SIZE);
    } else if (!engine.isEmpty()) {
      idleInput.eventWaits();
    }
  }

  private void flush(FlushCause cause) throws Exception {
    if (engine.isEmpty()) {
      return;
    }
    lstmMetrics.flush(cause, System.nanoTime() - firstArrival);
    Object key = getCurrentKey();
    engine.flush();
    setCurrentKey(key);
    idleInput.nothingWaits();
    longestWait.end();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush(FlushCause.WATERMARK);
    if (waiting != null) {
      waiting.advance(mark.getTimestamp());
    }
    if (getTimeServiceManager().isPresent()) {
      getTimeServiceManager().get().advanceWatermark(mark);
    }
    flush(FlushCause.WATERMARK); // what the timers released, too, goes before the watermark
    output.emitWatermark(mark);
  }

  @Override
  public void onEventTime(InternalTimer<Object, String> timer) throws Exception {
    if (waiting != null) {
      release();
    }
    if (timer.getNamespace().equals(LstmState.WAKE)) {
      Object key = getCurrentKey();
      engine.wake(key, timer.getTimestamp());
      setCurrentKey(key);
    }
  }

  /** Steps the current key's events up to the watermark, and comes back for the next one. */
  private void release() throws Exception {
    for (long time : waiting.times()) {
      if (time > timers.currentWatermark()) {
        timers.registerEventTimeTimer(RELEASE, time);
        return;
      }
      for (T event : waiting.take(time)) {
        accept(event, true, time);
      }
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<Object, String> timer) {
    throw new IllegalStateException("found a processing-time timer, which is never set: " + timer);
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

  /** The operator's outputs. */
  private final class Output implements Results<T> {
    @Override
    public void predicted(Prediction<T> prediction, boolean timed, long time) {
      output.collect(record(prediction, timed, time));
    }

    @Override
    public void rejected(Rejected<T> rejected, boolean timed, long time) {
      boolean late = rejected.reason() == Rejected.Reason.LATE;
      output.collect(late ? lateTag : rejectedTag, record(rejected, timed, time));
    }

    private <R> StreamRecord<R> record(R value, boolean timed, long time) {
      return timed ? new StreamRecord<>(value, time) : new StreamRecord<>(value);
    }
  }
}
