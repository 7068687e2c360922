package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.state.StateEncoding;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.forst.ForStOptions;
import org.apache.flink.state.forst.ForStStateBackend;
import org.apache.flink.state.forst.ForStStateBackend.PriorityQueueStateType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Savepoints of every released state format go on, on every backend, to the bit. */
class SavedStateTest {

  private static final List<Reading> AFTER =
      Readings.random(12, 200, 8).stream().map(SavedStateTest::after).toList();

  private static Reading after(Reading r) {
    return new Reading(r.sensor, 120 + r.time, r.a, r.time % 5 == 0 ? Float.NaN : r.b);
  }

  private static List<Prediction<Reading>> expected(LstmOptions options) {
    OneAtATime plain =
        new OneAtATime(SavepointFixture.MODEL, options, EventReader.of(Reading::extract));
    SavepointFixture.BEFORE.forEach(reading -> plain.process(reading, true));
    plain.watermark(SavepointFixture.WATERMARK);
    int before = Given.predictions(plain.given()).size();
    AFTER.forEach(reading -> plain.process(reading, true));
    List<Prediction<Reading>> all = Given.predictions(plain.given());
    return all.subList(before, all.size());
  }

  private static void goesOn(StateBackend backend, StateEncoding encoding) throws Exception {
    LstmOptions options = SavepointFixture.options(encoding);
    try (LstmHarness harness =
        LstmHarness.restore(
            LstmHarness.factory(SavepointFixture.MODEL, options, EventReader.of(Reading::extract)),
            backend,
            SavepointFixture.read(encoding))) {
      for (Reading reading : AFTER) {
        harness.process(reading);
      }
      harness.endInput();
      assertThat(harness.predictions()).hasSizeGreaterThan(50).isEqualTo(expected(options));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSavepointOfVersionOneGoesOnOnHeap(StateEncoding encoding) throws Exception {
    goesOn(Backend.HEAP.make(), encoding);
  }

  @ParameterizedTest
  @EnumSource
  void aSavepointOfVersionOneGoesOnOnRocksDb(StateEncoding encoding) throws Exception {
    goesOn(Backend.ROCKSDB.make(), encoding);
  }

  /** ForSt of Flink 2.3 restores a canonical savepoint only with its timers on the heap. */
  @ParameterizedTest
  @EnumSource
  void aSavepointOfVersionOneGoesOnOnForSt(StateEncoding encoding) throws Exception {
    Configuration heapTimers = new Configuration();
    heapTimers.set(ForStOptions.TIMER_SERVICE_FACTORY, PriorityQueueStateType.HEAP);
    StateBackend forSt = new ForStStateBackend().configure(heapTimers, getClass().getClassLoader());
    try {
      goesOn(forSt, encoding);
    } catch (LinkageError e) {
      Assumptions.abort("ForSt's native library does not load here: " + e);
    }
  }
}
