package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.state.KeyState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

/** Operators with a mistake in them: the comparison over random schedules must find it. */
class ControlTest {

  private static final int SCHEDULES = 60;

  /** Whether some schedule of such an operator gives something else than one step at a time. */
  private static boolean isFound(Mistake mistake) throws Exception {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Chosen chosen = Chosen.random(random);
      List<Input> inputs = Input.random(random);
      LstmOperatorFactory<Reading> factory = mistake.factory(chosen);
      List<Given> found = new Schedule(random, factory, Backend.HEAP).run(inputs);
      List<Given> expected = ScheduleTest.expected(chosen, inputs);
      for (Given one : expected) {
        if (!Given.predictions(found, one.key()).equals(Given.predictions(expected, one.key()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Makes the operator. */
  private interface Mistake {
    LstmOperatorFactory<Reading> factory(Chosen chosen);
  }

  /** Makes an operator of another class. */
  private interface Maker {
    LstmOperator<Reading> make(
        StreamOperatorParameters<Prediction<Reading>> parameters,
        LstmOperatorFactory<Reading> factory);
  }

  private static Mistake operator(Maker maker) {
    return chosen ->
        new LstmOperatorFactory<>(
            chosen.model(), Chosen.READER, chosen.options(), LstmHarness.READINGS) {
          private static final long serialVersionUID = 1;

          @Override
          LstmOperator<Reading> operator(StreamOperatorParameters<Prediction<Reading>> parameters) {
            return maker.make(parameters, this);
          }
        };
  }

  @Test
  void nothingIsFoundWhereThereIsNoMistake() throws Exception {
    assertThat(isFound(operator(LstmOperator::new))).isFalse();
  }

  @Test
  void aBundleThatIsNotFlushedBeforeTheBarrierIsFound() throws Exception {
    assertThat(isFound(operator(WithoutFlush::new))).isTrue();
  }

  @Test
  void stateThatIsChangedBehindTheBackendIsFound() throws Exception {
    assertThat(isFound(operator(KeepingState::new))).isTrue();
  }

  @Test
  void aNumberThatDependsOnTheLaneIsFound() throws Exception {
    assertThat(
            isFound(
                chosen ->
                    LstmHarness.factory(
                        chosen.model(),
                        chosen.options(),
                        new EventReader<>(
                            new ByLane(), Chosen.READER.starts(), Chosen.READER.ends()))))
        .isTrue();
  }

  /** Goes into the snapshot with events still in the bundle. */
  private static final class WithoutFlush extends LstmOperator<Reading> {
    private static final long serialVersionUID = 1;

    WithoutFlush(
        StreamOperatorParameters<Prediction<Reading>> parameters,
        LstmOperatorFactory<Reading> factory) {
      super(parameters, factory);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {}
  }

  /** Keeps the keys' arrays over a snapshot and changes them while that is being written. */
  private static final class KeepingState extends LstmOperator<Reading> {
    private static final long serialVersionUID = 1;

    private transient List<KeyState> kept;

    KeepingState(
        StreamOperatorParameters<Prediction<Reading>> parameters,
        LstmOperatorFactory<Reading> factory) {
      super(parameters, factory);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
      super.snapshotState(context);
      kept = new ArrayList<>();
      getKeyedStateBackend()
          .applyToAllKeys(
              VoidNamespace.INSTANCE,
              VoidNamespaceSerializer.INSTANCE,
              LstmState.descriptor(),
              (Object key, ValueState<KeyState> state) -> kept.add(state.value()));
    }

    @Override
    public void processElement(StreamRecord<Reading> record) throws Exception {
      if (kept != null) {
        kept.forEach(state -> state.recurrent()[0] += 0.25f);
      }
      super.processElement(record);
    }
  }

  /** Adds the last bit to what falls into an odd lane, as a kernel might that sums in any order. */
  private static final class ByLane implements FeatureExtractor<Reading> {
    private static final long serialVersionUID = 1;

    private int lane;

    @Override
    public void extract(Reading reading, float[] values) {
      Chosen.READER.features().extract(reading, values);
      values[0] = lane++ % 2 == 0 ? values[0] : Math.nextUp(values[0]);
    }
  }
}
