package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The end of the job: what it has received is part of every checkpoint, and so goes back with the
 * job when it fails. At the end of input it hands everything to the {@link Run}.
 */
final class Collector extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<Prediction<Reading>, Void> {

  private static final long serialVersionUID = 1;

  private final int nanosPerRecord;
  private transient ListState<Prediction<Reading>> state;
  private transient List<Prediction<Reading>> received;
  private transient TreeMap<Long, Integer> held; // how many results a checkpoint holds

  /**
   * @param nanosPerRecord time spent on each record, so that records pile up before this operator
   */
  Collector(int nanosPerRecord) {
    this.nanosPerRecord = nanosPerRecord;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "received", new PredictionTypeInfo<>(LstmHarness.READINGS)));
    received = new ArrayList<>();
    held = new TreeMap<>();
    state.get().forEach(received::add);
  }

  @Override
  public void processElement(StreamRecord<Prediction<Reading>> record) {
    long end = System.nanoTime() + nanosPerRecord;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    received.add(record.getValue());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(received);
    held.put(context.getCheckpointId(), received.size());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    Run.current().checkpointed(held.get(checkpointId));
    held.headMap(checkpointId, true).clear();
  }

  @Override
  public void finish() throws Exception {
    super.finish();
    Run.current().finished(List.copyOf(received));
  }
}
