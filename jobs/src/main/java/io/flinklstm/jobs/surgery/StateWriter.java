package io.flinklstm.jobs.surgery;

import io.flinklstm.operators.LstmState;
import io.flinklstm.state.KeyState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.state.api.output.SnapshotUtils;
import org.apache.flink.state.api.output.TaggedOperatorSubtaskState;
import org.apache.flink.state.api.runtime.VoidTriggerable;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps each key's state, and sets the timer it says, under the names of the real operator; at the
 * end of input they become a part of the savepoint.
 */
final class StateWriter extends AbstractStreamOperator<TaggedOperatorSubtaskState>
    implements OneInputStreamOperator<Tuple2<String, KeyState>, TaggedOperatorSubtaskState>,
        BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final long timestamp;
  private final Path target;
  private transient ValueState<KeyState> state;
  private transient InternalTimerService<String> timers;

  private StateWriter(long timestamp, Path target) {
    this.timestamp = timestamp;
    this.target = target;
  }

  static StreamOperatorFactory<TaggedOperatorSubtaskState> factory(long timestamp, Path target) {
    return SimpleOperatorFactory.of(new StateWriter(timestamp, target));
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getKeyedStateStore().getState(LstmState.descriptor());
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers =
        getInternalTimerService(
            LstmState.TIMERS, StringSerializer.INSTANCE, VoidTriggerable.instance());
  }

  @Override
  public void processElement(StreamRecord<Tuple2<String, KeyState>> record) throws Exception {
    Tuple2<String, KeyState> keyed = record.getValue();
    state.update(keyed.f1);
    if (keyed.f1.timer() != KeyState.NO_TIMER) {
      timers.registerEventTimeTimer(LstmState.WAKE, keyed.f1.timer());
    }
  }

  @Override
  public void endInput() throws Exception {
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    output.collect(
        new StreamRecord<>(
            SnapshotUtils.snapshot(
                0L,
                this,
                subtask,
                timestamp,
                CheckpointingMode.EXACTLY_ONCE,
                false,
                getContainingTask().getConfiguration().getConfiguration(),
                target)));
  }
}
