package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The operator, failing where the {@link Run} says. */
final class FaultyOperator extends LstmOperator<Reading> {

  private static final long serialVersionUID = 1;

  private int keysSetSinceEvent;
  private transient ListState<Long> writtenAsynchronously;

  private FaultyOperator(
      StreamOperatorParameters<Prediction<Reading>> parameters, Factory factory) {
    super(parameters, factory);
  }

  /** Makes the operator in a job. */
  static final class Factory extends LstmOperatorFactory<Reading> {
    private static final long serialVersionUID = 1;

    Factory(SmallModel model, LstmOptions options) {
      super(model, EventReader.of(Reading::extract), options, LstmHarness.READINGS);
    }

    @Override
    LstmOperator<Reading> operator(StreamOperatorParameters<Prediction<Reading>> parameters) {
      return new FaultyOperator(parameters, this);
    }
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    Run.current().at(FaultPoint.INITIALIZE_STATE);
    writtenAsynchronously =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("faulty", new FaultySerializer()));
  }

  @Override
  public void processElement(StreamRecord<Reading> record) throws Exception {
    keysSetSinceEvent = 0;
    Run.current().at(FaultPoint.PROCESS_ELEMENT);
    super.processElement(record);
  }

  /**
   * A flush of 16 events sets about as many keys to read their states, and then again to write
   * them; more of both than states are kept beside the backend.
   */
  @Override
  public void setCurrentKey(Object key) {
    keysSetSinceEvent++;
    if (keysSetSinceEvent == 20) {
      Run.current().at(FaultPoint.BETWEEN_STATE_WRITES);
    }
    super.setCurrentKey(key);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    Run.current().at(FaultPoint.BEFORE_BARRIER);
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    writtenAsynchronously.update(List.of(context.getCheckpointId()));
    Run.current().at(FaultPoint.SNAPSHOT_STATE);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    Run.current().at(FaultPoint.CHECKPOINT_COMPLETE);
  }

  @Override
  public void close() throws Exception {
    super.close();
    Run.current().at(FaultPoint.CLOSE);
  }
}
