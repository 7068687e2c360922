package io.flinklstm.operators;

import static org.apache.flink.runtime.state.KeyGroupRangeAssignment.assignKeyToParallelOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LstmOperatorTest {

  private static final LstmOptions OPTIONS = LstmOptions.DEFAULT.withMaxWave(8);
  private static final SmallModel MODEL = SmallModel.PLAIN;

  private static LstmHarness open() throws Exception {
    return LstmHarness.open(MODEL, OPTIONS, Backend.HEAP);
  }

  @Test
  void gathersEventsUntilTheBundleIsFull() throws Exception {
    List<Reading> readings = Readings.random(1, 8, 3);
    try (LstmHarness harness = open()) {
      for (Reading reading : readings.subList(0, 7)) {
        harness.process(reading);
        assertThat(harness.predictions()).isEmpty();
      }
      harness.process(readings.get(7));
      assertThat(harness.predictions()).isEqualTo(OneAtATime.run(MODEL, readings));
    }
  }

  @Test
  void flushesWhenInputRunsIdle() throws Exception {
    try (LstmHarness harness = open()) {
      harness.process(new Reading("s", 1, 2, 3));
      harness.runMails();
      assertThat(harness.predictions()).isEmpty();
      harness.runMails();
      assertThat(harness.predictions()).hasSize(1);
    }
  }

  @Test
  void anEventBetweenTheTwoMailsMeansThatInputIsNotIdle() throws Exception {
    try (LstmHarness harness = open()) {
      harness.process(new Reading("s", 1, 2, 3));
      harness.runMails();
      harness.process(new Reading("s", 2, 2, 3));
      harness.runMails();
      assertThat(harness.predictions()).isEmpty();
      harness.runMails();
      assertThat(harness.predictions()).hasSize(2);
      harness.runMails();
      assertThat(harness.getTaskMailbox().hasMail()).isFalse();
    }
  }

  @Test
  void postsNoMailWhenNothingWaits() throws Exception {
    try (LstmHarness harness = open()) {
      harness.process(new Reading("s", 1, 2, 3));
      harness.processWatermark(1);
      harness.runMails();
      assertThat(harness.getTaskMailbox().hasMail()).isFalse();
    }
  }

  @Test
  void flushesAfterTheLongestWait() throws Exception {
    LstmOptions options = OPTIONS.withLongestWait(Duration.ofMillis(100));
    try (LstmHarness harness = LstmHarness.open(MODEL, options, Backend.HEAP)) {
      harness.setProcessingTime(1_000);
      harness.process(new Reading("s", 1, 2, 3));
      harness.setProcessingTime(1_099);
      assertThat(harness.predictions()).isEmpty();
      harness.setProcessingTime(1_100);
      assertThat(harness.predictions()).hasSize(1);
    }
  }

  @Test
  void theTimerOfABundleAlreadyFlushedWaitsForTheYoungerOne() throws Exception {
    LstmOptions options = OPTIONS.withLongestWait(Duration.ofMillis(100));
    try (LstmHarness harness = LstmHarness.open(MODEL, options, Backend.HEAP)) {
      harness.setProcessingTime(1_000);
      harness.process(new Reading("s", 1, 2, 3));
      harness.processWatermark(1);
      harness.setProcessingTime(1_060);
      harness.process(new Reading("s", 2, 2, 3));
      harness.setProcessingTime(1_159);
      assertThat(harness.predictions()).hasSize(1);
      harness.setProcessingTime(1_160);
      assertThat(harness.predictions()).hasSize(2);
    }
  }

  @Test
  void resultsComeOutBeforeTheWatermarkThatFollowsTheirEvents() throws Exception {
    try (LstmHarness harness = open()) {
      harness.process(new Reading("s", 1, 2, 3));
      harness.processWatermark(5);
      assertThat(harness.getOutput())
          .satisfiesExactly(
              first -> assertThat(first).isInstanceOf(StreamRecord.class),
              second -> assertThat(second).isEqualTo(new Watermark(5)));
    }
  }

  @Test
  void flushesBeforeInputIsCalledIdleDownstream() throws Exception {
    try (LstmHarness harness = open()) {
      harness.process(new Reading("s", 1, 2, 3));
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      assertThat(harness.getOutput())
          .satisfiesExactly(
              first -> assertThat(first).isInstanceOf(StreamRecord.class),
              second -> assertThat(second).isEqualTo(WatermarkStatus.IDLE));
    }
  }

  @Test
  void flushesBeforeTheBarrier() throws Exception {
    try (LstmHarness harness = open()) {
      harness.process(new Reading("s", 1, 2, 3));
      harness.prepareSnapshotPreBarrier(1);
      assertThat(harness.predictions()).hasSize(1);
    }
  }

  @Test
  void flushesAtTheEndOfInput() throws Exception {
    try (LstmHarness harness = open()) {
      harness.process(new Reading("s", 1, 2, 3));
      harness.endInput();
      assertThat(harness.predictions()).hasSize(1);
    }
  }

  @Test
  void resultsCarryTheTimestampOfTheirEvent() throws Exception {
    try (LstmHarness harness = open()) {
      harness.processElement(new Reading("s", 7, 2, 3), 7);
      harness.processElement(new StreamRecord<>(new Reading("s", 8, 2, 3)));
      harness.endInput();
      assertThat(harness.extractOutputStreamRecords())
          .satisfiesExactly(
              first -> assertThat(first.getTimestamp()).isEqualTo(7),
              second -> assertThat(second.hasTimestamp()).isFalse());
    }
  }

  @Test
  void aFloodOfOneKeyIsSteppedInOrder() throws Exception {
    List<Reading> readings = Readings.random(2, 1_000, 1);
    try (LstmHarness harness = open()) {
      for (Reading reading : readings) {
        harness.process(reading);
      }
      harness.endInput();
      assertThat(harness.predictions()).isEqualTo(OneAtATime.run(MODEL, readings));
    }
  }

  @Test
  void theCurrentKeyIsTheSameAfterAFlush() throws Exception {
    try (LstmHarness harness = open()) {
      harness.process(new Reading("first", 1, 2, 3));
      harness.process(new Reading("second", 2, 2, 3));
      harness.endInput();
      assertThat(harness.getOperator().getCurrentKey()).isEqualTo("second");
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void goesOnFromASnapshotToTheBit(Backend backend) throws Exception {
    List<Reading> readings = Readings.random(3, 200, 20);
    List<Prediction<Reading>> found = new ArrayList<>();
    OperatorSubtaskState snapshot;
    try (LstmHarness harness = LstmHarness.open(MODEL, OPTIONS, backend)) {
      for (Reading reading : readings.subList(0, 101)) {
        harness.process(reading);
      }
      snapshot = harness.checkpoint(1);
      found.addAll(harness.predictions());
      harness.process(readings.get(150)); // after the barrier: must leave no trace
    }
    try (LstmHarness harness = LstmHarness.restore(MODEL, OPTIONS, backend, snapshot)) {
      for (Reading reading : readings.subList(101, 200)) {
        harness.process(reading);
      }
      harness.endInput();
      found.addAll(harness.predictions());
    }
    assertThat(found).isEqualTo(OneAtATime.run(MODEL, readings));
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void aStateSplitOverThreeSubtasksAndJoinedInTwoGoesOnToTheBit(Backend backend) throws Exception {
    List<Reading> readings = Readings.random(4, 300, 40);
    List<Prediction<Reading>> found = new ArrayList<>();
    OperatorSubtaskState all = null;
    int from = 0;
    int before = 1;
    for (int parallelism : new int[] {1, 3, 2}) {
      List<Reading> part = readings.subList(from, from + 100);
      OperatorSubtaskState[] snapshots = new OperatorSubtaskState[parallelism];
      for (int subtask = 0; subtask < parallelism; subtask++) {
        snapshots[subtask] = runSubtask(backend, all, before, parallelism, subtask, part, found);
      }
      all = AbstractStreamOperatorTestHarness.repackageState(snapshots);
      before = parallelism;
      from += 100;
    }
    found.sort(Comparator.comparingLong(p -> p.event().time));
    assertThat(found).isEqualTo(OneAtATime.run(MODEL, readings));
  }

  private static OperatorSubtaskState runSubtask(
      Backend backend,
      OperatorSubtaskState all,
      int before,
      int parallelism,
      int subtask,
      List<Reading> readings,
      List<Prediction<Reading>> found)
      throws Exception {
    int max = LstmHarness.MAX_PARALLELISM;
    OperatorSubtaskState own =
        all == null
            ? OperatorSubtaskState.builder().build()
            : AbstractStreamOperatorTestHarness.repartitionOperatorState(
                all, max, before, parallelism, subtask);
    try (LstmHarness harness =
        LstmHarness.restore(MODEL, OPTIONS, backend, own, parallelism, subtask)) {
      for (Reading reading : readings) {
        if (assignKeyToParallelOperator(reading.sensor, max, parallelism) == subtask) {
          harness.process(reading);
        }
      }
      OperatorSubtaskState snapshot = harness.checkpoint(1);
      found.addAll(harness.predictions());
      return snapshot;
    }
  }

  @Test
  void anEventWithAValueThatIsNotFiniteIsRejectedAndChangesNothing() throws Exception {
    List<Reading> good = Readings.random(5, 30, 3);
    try (LstmHarness harness = open()) {
      for (Reading reading : good) {
        harness.process(reading);
        harness.process(new Reading(reading.sensor, reading.time, Float.NaN, 0));
        harness.process(new Reading(reading.sensor, reading.time, 0, Float.NEGATIVE_INFINITY));
      }
      harness.endInput();
      assertThat(harness.predictions()).isEqualTo(OneAtATime.run(MODEL, good));
      assertThat(harness.rejected())
          .hasSize(60)
          .allMatch(r -> r.reason() == Rejected.Reason.NON_FINITE_VALUE);
      assertThat(harness.rejected().get(1).text())
          .isEqualTo("b: found -Infinity, expected a finite value");
    }
  }

  @Test
  void aStepThatWouldNotBeFiniteIsRejectedAndChangesNothing() throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (Reading reading : Readings.random(6, 30, 3)) {
      readings.add(reading);
      // Scaled, still finite; but no network keeps its products finite at the end of the range.
      readings.add(new Reading(reading.sensor, reading.time, 0, Float.MAX_VALUE));
      readings.add(new Reading(reading.sensor, reading.time, 0, -Float.MAX_VALUE));
    }
    try (LstmHarness harness = open()) {
      for (Reading reading : readings) {
        harness.process(reading);
      }
      harness.endInput();
      assertThat(harness.predictions()).isEqualTo(OneAtATime.run(MODEL, readings));
      assertThat(harness.rejected())
          .hasSize(60)
          .allMatch(r -> r.reason() == Rejected.Reason.NON_FINITE_STEP);
    }
  }

  @Test
  void withoutTimestampAModelThatReadsTheCalendarRejects() throws Exception {
    SmallModel calendar = new SmallModel(1, 3, 1, true);
    try (LstmHarness harness = LstmHarness.open(calendar, OPTIONS, Backend.HEAP)) {
      harness.processElement(new StreamRecord<>(new Reading("s", 1, 2, 3)));
      harness.processElement(new Reading("s", 1, 2, 3), Long.MIN_VALUE);
      harness.processElement(new Reading("s", 1, 2, 3), 1);
      harness.endInput();
      assertThat(harness.predictions()).hasSize(1);
      assertThat(harness.rejected())
          .hasSize(2)
          .allMatch(r -> r.reason() == Rejected.Reason.NO_TIMESTAMP);
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void theStateOfAnotherModelFailsTheJobNamingBoth(Backend backend) throws Exception {
    OperatorSubtaskState snapshot = snapshotOfOneKey(backend);
    SmallModel other = new SmallModel(2, 3, 2, false);
    LstmHarness harness = LstmHarness.restore(other, OPTIONS, backend, snapshot);
    harness.process(new Reading("s", 2, 2, 3));
    assertThatThrownBy(harness::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key s: found KeyState(model 0000000000000001")
        .hasMessageContaining("expected a state of model 0000000000000002")
        .hasMessageContaining("CARRY or RESET");
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void theStateOfAnotherModelIsCarriedWhereTheLayoutIsTheSame(Backend backend) throws Exception {
    OperatorSubtaskState snapshot = snapshotOfOneKey(backend);
    LstmOptions carry = OPTIONS.withOnModelChange(ModelChange.CARRY);
    SmallModel other = new SmallModel(2, 3, 2, false);
    try (LstmHarness harness = LstmHarness.restore(other, carry, backend, snapshot)) {
      harness.process(new Reading("s", 2, 2, 3));
      harness.endInput();
      assertThat(harness.predictions())
          .singleElement()
          .satisfies(p -> assertThat(p.step()).isEqualTo(2))
          .satisfies(p -> assertThat(p.fingerprint()).isEqualTo(2))
          .satisfies(p -> assertThat(p.expected()[0]).isFinite());
    }
  }

  @Test
  void aStateOfAnotherLayoutIsNotCarried() throws Exception {
    OperatorSubtaskState snapshot = snapshotOfOneKey(Backend.HEAP);
    LstmOptions carry = OPTIONS.withOnModelChange(ModelChange.CARRY);
    SmallModel sameLength = new SmallModel(2, 6, 1, false);
    LstmHarness harness = LstmHarness.restore(sameLength, carry, Backend.HEAP, snapshot);
    harness.process(new Reading("s", 2, 2, 3));
    assertThatThrownBy(harness::close).hasMessageContaining("Only a state of the same layout");
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void theStateOfAnotherModelIsReset(Backend backend) throws Exception {
    OperatorSubtaskState snapshot = snapshotOfOneKey(backend);
    LstmOptions reset = OPTIONS.withOnModelChange(ModelChange.RESET);
    SmallModel other = new SmallModel(2, 5, 1, false);
    Reading reading = new Reading("s", 2, 2, 3);
    try (LstmHarness harness = LstmHarness.restore(other, reset, backend, snapshot)) {
      harness.process(reading);
      harness.endInput();
      assertThat(harness.predictions()).isEqualTo(OneAtATime.run(other, List.of(reading)));
    }
  }

  private static OperatorSubtaskState snapshotOfOneKey(Backend backend) throws Exception {
    try (LstmHarness harness = LstmHarness.open(MODEL, OPTIONS, backend)) {
      harness.process(new Reading("s", 1, 2, 3));
      return harness.checkpoint(1);
    }
  }

  @Test
  void saysFromWhichStepOnAKeyIsWarm() throws Exception {
    try (LstmHarness harness = LstmHarness.open(MODEL, OPTIONS.withWarmUpSteps(2), Backend.HEAP)) {
      for (Reading reading : Readings.random(7, 4, 1)) {
        harness.process(reading);
      }
      harness.endInput();
      assertThat(harness.predictions())
          .extracting(Prediction::warm)
          .containsExactly(false, false, true, true);
    }
  }
}
