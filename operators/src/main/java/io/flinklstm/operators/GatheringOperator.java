package io.flinklstm.operators;

import io.flinklstm.operators.result.Rejected;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.io.network.partition.consumer.InputGate;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionKeyedStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * The shell that Flink sees: hands events to an {@link Engine} and flushes it when its bundle is
 * full, input idle, the longest wait over, and before every watermark, barrier and end. So the
 * bundle is never part of a checkpoint.
 */
abstract class GatheringOperator<T, R> extends AbstractStreamOperator<R>
    implements OneInputStreamOperator<T, R>,
        BoundedOneInput,
        Triggerable<Object, String>,
        Results<T, R> {

  private static final long serialVersionUID = 1;

  // Namespaces of the timers: which of them a timer is for is part of the savepoint.
  private static final String RELEASE = "release";

  final transient EventReader<T> reader;
  final transient LstmOptions options;
  final transient TypeInformation<T> events;
  private final transient OutputTag<Rejected<T>> rejectedTag;
  private final transient OutputTag<Rejected<T>> lateTag;
  private final transient MailboxExecutor mailbox;
  private final transient StreamRecord<Object> reused = new StreamRecord<>(null);

  private transient KeyedStore.States<T> states;
  private transient EventTimeOrder<T> waiting; // null where events are stepped as they arrive
  private transient InternalTimerService<String> timers;
  private transient Engine<T, R> engine;
  private transient InputGate[] inputs;
  private transient IdleInput idleInput;
  private transient LongestWait longestWait;
  private transient long firstArrival; // of the bundle, in nanoseconds
  private transient boolean keyByKey; // batch execution: a key's state is gone once the next comes

  GatheringOperator(
      StreamOperatorParameters<R> parameters, GatheringOperatorFactory<T, R> factory) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
    this.reader = factory.reader;
    this.options = factory.options;
    this.events = factory.events;
    this.rejectedTag = FlinkLstm.rejected(events);
    this.lateTag = FlinkLstm.late(events);
  }

  /** Loads the model and makes the engine. */
  abstract Engine<T, R> newEngine();

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    states = KeyedStore.States.register(context.getKeyedStateStore(), events, options.emission());
    if (options.order() == Order.EVENT_TIME) {
      waiting =
          new EventTimeOrder<>(
              context.getKeyedStateStore(),
              new ReachedWatermarks(
                  context.getOperatorStateStore(), getRuntimeContext().getTaskInfo()),
              events);
    }
  }

  @Override
  public void setCurrentKey(Object key) {
    if (keyByKey && !engine.isEmpty() && !key.equals(getCurrentKey())) {
      flush(FlushCause.NEXT_KEY);
    }
    super.setCurrentKey(key);
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
    timers = getInternalTimerService(LstmState.TIMERS, StringSerializer.INSTANCE, this);
    keyByKey = getKeyedStateBackend() instanceof BatchExecutionKeyedStateBackend;
    engine = newEngine();
    inputs = getContainingTask().getEnvironment().getAllInputGates();
    idleInput = new IdleInput(mailbox, this::inputIsQueued, () -> flush(FlushCause.IDLE));
    longestWait =
        new LongestWait(
            getProcessingTimeService(),
            options.waves().longestWait().toMillis(),
            () -> flush(FlushCause.WAIT));
  }

  /** Says once, at start, what runs here. */
  final void logModel(String name, long fingerprint, String kernels) {
    LOG.info(
        "{}: model {} {}, kernels {}, {}, state format {}",
        getOperatorName(),
        name,
        String.format("%016x", fingerprint),
        kernels,
        options,
        KeyStateCodec.VERSION);
  }

  @Override
  public void processElement(StreamRecord<T> record) throws Exception {
    boolean timed = record.hasTimestamp() && record.getTimestamp() != Long.MIN_VALUE;
    if (waiting == null || !timed || keyByKey) { // batch execution sorts by key, then by time
      accept(record.getValue(), timed, timed ? record.getTimestamp() : 0);
    } else if (record.getTimestamp() <= waiting.watermark(getCurrentKey())) {
      engine.late(record.getValue(), record.getTimestamp(), waiting.watermark(getCurrentKey()));
    } else {
      waiting.add(record.getValue(), record.getTimestamp());
      timers.registerEventTimeTimer(RELEASE, nextWatermark());
    }
  }

  /**
   * Where this is wrong for once, because no event is in what is queued, the longest wait ends it.
   */
  private boolean inputIsQueued() {
    boolean queued = false;
    for (InputGate gate : inputs) {
      queued |= gate.isAvailable();
    }
    return queued;
  }

  /** One timer a key and watermark, however many of its events wait. */
  private long nextWatermark() {
    return Math.max(waiting.watermark(getCurrentKey()), timers.currentWatermark()) + 1;
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

  private void flush(FlushCause cause) {
    if (engine.isEmpty()) {
      return;
    }
    engine.metrics.flush(cause, System.nanoTime() - firstArrival);
    Object key = getCurrentKey();
    try {
      engine.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(getOperatorName() + ": the state backend failed", e);
    }
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
    fireTimers(mark);
    if (!engine.isEmpty()) { // what the timers released, too, goes before the watermark
      flush(FlushCause.WATERMARK);
      fireTimers(mark); // its steps may have set timers that are due already
    }
    output.emitWatermark(mark);
  }

  private void fireTimers(Watermark mark) throws Exception {
    if (getTimeServiceManager().isPresent()) {
      getTimeServiceManager().get().advanceWatermark(mark);
    }
  }

  @Override
  public void onEventTime(InternalTimer<Object, String> timer) throws Exception {
    if (waiting != null) {
      release();
    }
    if (timer.getNamespace().equals(LstmState.WAKE)) {
      wake(timer.getTimestamp());
    }
  }

  /** Wakes the current key now, and again at once if it would have to be by the watermark. */
  private void wake(long time) throws IOException {
    Object key = getCurrentKey();
    long due = time;
    while (due != KeyState.NO_TIMER && due <= timers.currentWatermark()) {
      due = engine.wake(key, due);
    }
    setCurrentKey(key);
    if (due != KeyState.NO_TIMER) {
      timers.registerEventTimeTimer(LstmState.WAKE, due);
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
    save();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  private void save() throws IOException {
    Object key = getCurrentKey();
    if (key != null) { // else no key has been stepped yet
      engine.save();
      setCurrentKey(key);
    }
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

  /** The engine's memory. */
  final KeyedStore<T> store(LstmMetrics metrics) {
    return new KeyedStore<>(this, states, recentKeys(), new WakeTimers(), metrics);
  }

  /** How many keys' states are worth keeping as objects: none where the backend does so itself. */
  private int recentKeys() {
    boolean objects = getKeyedStateBackend() instanceof HeapKeyedStateBackend;
    return objects || keyByKey ? 0 : options.memory().recentKeys();
  }

  @Override
  public final void result(R result, boolean timed, long time) {
    output.collect(record(result, timed, time));
  }

  @Override
  public final void rejected(Rejected<T> rejected, boolean timed, long time) {
    boolean late = rejected.reason() == Rejected.Reason.LATE;
    output.collect(late ? lateTag : rejectedTag, record(rejected, timed, time));
  }

  private <V> StreamRecord<V> record(V value, boolean timed, long time) {
    if (timed) {
      return reused.replace(value, time);
    }
    reused.eraseTimestamp();
    return reused.replace(value);
  }

  /** The timers by which keys are woken; of the current key. */
  private final class WakeTimers implements KeyedStore.Timers {
    @Override
    public void set(long eventTime) {
      timers.registerEventTimeTimer(LstmState.WAKE, eventTime);
    }

    @Override
    public void cancel(long eventTime) {
      timers.deleteEventTimeTimer(LstmState.WAKE, eventTime);
    }
  }
}
