package io.flinklstm.operators;

import static org.apache.flink.runtime.state.KeyGroupRangeAssignment.assignKeyToParallelOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.Task;
import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.Rejected.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each option promises, on its own. */
class OptionsTest {

  private static final SmallModel MODEL = SmallModel.PLAIN;
  private static final LstmOptions OPTIONS = LstmOptions.DEFAULT.withMaxWave(8);
  private static final LstmOptions BY_TIME = OPTIONS.withOrder(Order.EVENT_TIME);
  private static final SmallReader UNDECIDED = undecided();
  private static final EventReader<Reading> READER =
      new EventReader<>(Reading::extract, r -> r.b == 1 || r.b == Float.MAX_VALUE, r -> r.b == 2);

  /** The first classifier with no class that always wins. */
  private static SmallReader undecided() {
    return IntStream.range(0, 100)
        .mapToObj(seed -> new SmallReader(seed, Task.CLASSIFY, false))
        .filter(
            model ->
                OneAtATime.run(model, Readings.random(3, 60, 1)).stream()
                        .map(Prediction::label)
                        .distinct()
                        .count()
                    > 1)
        .findFirst()
        .orElseThrow();
  }

  private static LstmHarness open(NetworkSource model, LstmOptions options) throws Exception {
    return LstmHarness.open(LstmHarness.factory(model, options, READER), Backend.HEAP);
  }

  private static Reading at(long time, float a, float b) {
    return new Reading("s", time, a, b);
  }

  private static List<Long> sequenceSteps(LstmOptions options, Reading... readings)
      throws Exception {
    try (LstmHarness harness = open(MODEL, options)) {
      for (Reading reading : readings) {
        harness.process(reading);
      }
      harness.endInput();
      return harness.predictions().stream().map(Prediction::sequenceStep).toList();
    }
  }

  @Test
  void byEventTimeEqualTimesKeepTheirOrderOfArrival() throws Exception {
    try (LstmHarness harness = open(MODEL, BY_TIME)) {
      harness.process(at(7, 1, 0));
      harness.process(at(5, 2, 0));
      harness.process(at(7, 3, 0));
      harness.process(at(9, 4, 0));
      harness.processWatermark(8);
      assertThat(harness.predictions()).extracting(p -> p.event().a).containsExactly(2f, 1f, 3f);
    }
  }

  @Test
  void moreHistoryThanAKeysStateHasRoomForIsRefusedAtTheStart() throws Exception {
    int most = LstmScoring.mostHistory(2);
    open(MODEL, OPTIONS.withHistory(most)).close();
    assertThatThrownBy(() -> open(MODEL, OPTIONS.withHistory(most + 1)))
        .hasStackTraceContaining(
            "history: found 1048577 rows of 2 fields, expected at most 1048576");
  }

  @Test
  void whatTheWatermarkHasPassedIsLateAndSaysByHowMuch() throws Exception {
    try (LstmHarness harness = open(MODEL, BY_TIME)) {
      harness.processWatermark(100);
      harness.process(at(70, 1, 0));
      harness.processWatermark(200);
      assertThat(harness.predictions()).isEmpty();
      assertThat(harness.rejected()).isEmpty();
      assertThat(harness.late())
          .containsExactly(
              new Rejected<>(
                  at(70, 1, 0), Reason.LATE, "found an event 30 ms late; it takes no step"));
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void whatWasLateIsLateAfterARestore(Backend backend) throws Exception {
    LstmOperatorFactory<Reading> factory = LstmHarness.factory(MODEL, BY_TIME, READER);
    OperatorSubtaskState snapshot;
    try (LstmHarness harness = LstmHarness.open(factory, backend)) {
      harness.process(at(150, 1, 0));
      harness.processWatermark(100);
      snapshot = harness.checkpoint(1);
    }
    try (LstmHarness harness = LstmHarness.restore(factory, backend, snapshot)) {
      harness.process(at(100, 2, 0));
      harness.process(at(140, 3, 0));
      harness.processWatermark(160);
      assertThat(harness.late()).extracting(r -> r.event().a).containsExactly(2f);
      assertThat(harness.predictions()).extracting(p -> p.event().a).containsExactly(3f, 1f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatWasLateStaysLateWhereAnotherSubtaskHadNotComeThatFar(int parallelism) throws Exception {
    OperatorSubtaskState none = OperatorSubtaskState.builder().build();
    OperatorSubtaskState[] snapshots = new OperatorSubtaskState[2];
    for (int subtask = 0; subtask < 2; subtask++) { // found like this by an unaligned checkpoint
      try (LstmHarness harness =
          LstmHarness.restore(MODEL, BY_TIME, Backend.HEAP, none, 2, subtask)) {
        harness.processWatermark(subtask == 0 ? 100 : 50);
        snapshots[subtask] = harness.checkpoint(1);
      }
    }
    OperatorSubtaskState[] again = new OperatorSubtaskState[parallelism];
    for (int subtask = 0; subtask < parallelism; subtask++) {
      again[subtask] = lateOnlyInTheFirst(snapshots, parallelism, subtask);
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      lateOnlyInTheFirst(again, 2, subtask);
    }
  }

  /** Restores a subtask and sees that only keys of the first of two had seen watermark 100. */
  private static OperatorSubtaskState lateOnlyInTheFirst(
      OperatorSubtaskState[] snapshots, int parallelism, int subtask) throws Exception {
    int max = LstmHarness.MAX_PARALLELISM;
    OperatorSubtaskState own =
        AbstractStreamOperatorTestHarness.repartitionOperatorState(
            AbstractStreamOperatorTestHarness.repackageState(snapshots),
            max,
            snapshots.length,
            parallelism,
            subtask);
    try (LstmHarness harness =
        LstmHarness.restore(MODEL, BY_TIME, Backend.HEAP, own, parallelism, subtask)) {
      Set<String> late = new TreeSet<>();
      for (int k = 0; k < 40; k++) {
        Reading reading = new Reading("sensor-" + k, 80, 1, 1);
        if (assignKeyToParallelOperator(reading.sensor, max, parallelism) == subtask) {
          harness.process(reading);
          if (assignKeyToParallelOperator(reading.sensor, max, 2) == 0) {
            late.add(reading.sensor);
          }
        }
      }
      assertThat(harness.late()).extracting(r -> r.event().sensor).hasSameElementsAs(late);
      return harness.checkpoint(2);
    }
  }

  @Test
  void predicatesBeginAndEndSequences() throws Exception {
    assertThat(
            sequenceSteps(OPTIONS, at(1, 0, 0), at(2, 0, 0), at(3, 0, 1), at(4, 0, 2), at(5, 0, 0)))
        .containsExactly(1L, 2L, 1L, 2L, 1L);
  }

  @Test
  void aPauseAsLongAsTheGapBeginsASequence() throws Exception {
    LstmOptions gap = OPTIONS.withSequences(Sequences.ENDLESS.withGap(Duration.ofMillis(10)));
    assertThat(sequenceSteps(gap, at(1, 0, 0), at(10, 0, 0), at(20, 0, 0), at(21, 0, 0)))
        .containsExactly(1L, 2L, 1L, 2L);
  }

  @Test
  void aSequenceEndsAtItsLength() throws Exception {
    LstmOptions length = OPTIONS.withSequences(Sequences.ENDLESS.withLength(2));
    assertThat(sequenceSteps(length, at(1, 0, 0), at(2, 0, 0), at(3, 0, 0), at(4, 0, 0)))
        .containsExactly(1L, 2L, 1L, 2L);
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void anExpiredKeyIsForgottenAltogether(Backend backend) throws Exception {
    LstmOptions expiry = OPTIONS.withSequences(Sequences.ENDLESS.withExpiry(Duration.ofMillis(10)));
    try (LstmHarness harness =
        LstmHarness.open(LstmHarness.factory(MODEL, expiry, READER), backend)) {
      harness.process(at(1, 0, 0));
      harness.process(at(2, 0, 0));
      harness.processWatermark(12);
      if (backend == Backend.HEAP) { // the other cannot count them
        assertThat(harness.numKeyedStateEntries()).isZero();
      }
      assertThat(harness.numEventTimeTimers()).isZero();
      harness.process(at(3, 0, 0));
      harness.endInput();
      assertThat(harness.predictions()).extracting(Prediction::step).containsExactly(1L, 2L, 1L);
    }
  }

  @Test
  void everyNthCountsWithinTheSequence() throws Exception {
    LstmOptions third = OPTIONS.withEmission(Emission.everyNth(2));
    assertThat(
            sequenceSteps(third, at(1, 0, 0), at(2, 0, 0), at(3, 0, 0), at(4, 0, 1), at(5, 0, 0)))
        .containsExactly(2L, 2L);
  }

  @Test
  void onAChangeOfLabelOnlyTheFirstOfEqualLabelsIsGivenOut() throws Exception {
    LstmOptions change = OPTIONS.withEmission(Emission.labelChange());
    List<Reading> readings = Readings.random(3, 60, 1);
    List<Prediction<Reading>> all;
    try (LstmHarness harness = open(UNDECIDED, OPTIONS)) {
      readings.forEach(r -> assertThatProcessed(harness, r));
      harness.endInput();
      all = harness.predictions();
    }
    try (LstmHarness harness = open(UNDECIDED, change)) {
      readings.forEach(r -> assertThatProcessed(harness, r));
      harness.endInput();
      List<Prediction<Reading>> changes =
          all.stream()
              .filter(p -> p.step() == 1 || !p.label().equals(all.get((int) p.step() - 2).label()))
              .toList();
      assertThat(changes).hasSizeBetween(2, 59);
      assertThat(harness.predictions()).isEqualTo(changes);
    }
  }

  private static void assertThatProcessed(LstmHarness harness, Reading reading) {
    assertThatCode(() -> harness.process(reading)).doesNotThrowAnyException();
  }

  @Test
  void aScoreOfTheThresholdIsEnough() throws Exception {
    List<Long> all = sequenceSteps(OPTIONS.withEmission(Emission.scoreFrom(0)), at(1, 0, 0));
    List<Long> none = sequenceSteps(OPTIONS.withEmission(Emission.scoreFrom(1.1)), at(1, 0, 0));
    assertThat(all).hasSize(1);
    assertThat(none).isEmpty();
  }

  @Test
  void aForecastStandsInOnceThereIsOne() throws Exception {
    LstmOptions forecast =
        OPTIONS.withMissing(MissingValues.REJECTED.withOthers(MissingValue.FORECAST));
    try (LstmHarness harness = open(MODEL, forecast)) {
      harness.process(at(1, Float.NaN, Float.NaN));
      harness.process(at(2, 3, 0.5f));
      harness.process(at(3, Float.NaN, Float.NaN));
      harness.endInput();
      assertThat(harness.rejected()).hasSize(1);
      assertThat(harness.rejected().get(0).text())
          .isEqualTo(
              "a: found NaN, expected a finite value; nothing came before that could stand in");
      float[] foretold = harness.predictions().get(0).outputs();
      List<Reading> filled = List.of(at(2, 3, 0.5f), at(3, foretold[0], foretold[1]));
      assertThat(harness.predictions().get(1).outputs())
          .isEqualTo(OneAtATime.run(MODEL, filled).get(1).outputs());
    }
  }

  @Test
  void eachFieldHasItsOwnPolicyForMissingValues() throws Exception {
    LstmOptions mixed =
        OPTIONS.withMissing(
            MissingValues.REJECTED
                .withOthers(MissingValue.SKIP_STEP)
                .with("a", MissingValue.LAST_VALUE));
    Reading whole = at(2, 3, 0.5f);
    Reading filled = at(3, 3, 0.25f);
    try (LstmHarness harness = open(MODEL, mixed)) {
      harness.process(whole);
      harness.process(at(3, Float.NaN, 0.25f));
      harness.process(at(4, 1, Float.NaN));
      harness.endInput();
      assertThat(harness.rejected()).isEmpty();
      assertThat(harness.predictions()).hasSize(2);
      assertThat(harness.predictions().get(1).outputs())
          .isEqualTo(OneAtATime.run(MODEL, List.of(whole, filled)).get(1).outputs());
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void aStepThatIsNotFiniteBeginsNoSequence(Backend backend) throws Exception {
    try (LstmHarness harness =
        LstmHarness.open(LstmHarness.factory(MODEL, OPTIONS.withMaxWave(1), READER), backend)) {
      List<Reading> good = List.of(at(1, 1, 0), at(2, 2, 0), at(4, 3, 0));
      harness.process(good.get(0));
      harness.process(good.get(1));
      harness.process(at(3, 0, Float.MAX_VALUE)); // says that it begins one
      harness.process(good.get(2));
      assertThat(harness.predictions()).isEqualTo(OneAtATime.run(MODEL, good));
      assertThat(harness.rejected())
          .singleElement()
          .satisfies(r -> assertThat(r.reason()).isEqualTo(Reason.NON_FINITE_STEP));
    }
  }

  @Test
  void everySequenceWarmsUpAnew() throws Exception {
    try (LstmHarness harness = open(MODEL, OPTIONS.withWarmUpSteps(1))) {
      harness.process(at(1, 0, 0));
      harness.process(at(2, 0, 0));
      harness.process(at(3, 0, 1));
      harness.process(at(4, 0, 0));
      harness.endInput();
      assertThat(harness.predictions())
          .extracting(Prediction::warm)
          .containsExactly(false, true, false, true);
    }
  }

  @Test
  void theElapsedTimeIsReadAndBegunAnewWithTheSequence() throws Exception {
    try (LstmHarness harness = open(SmallReader.ELAPSED, OPTIONS)) {
      harness.process(at(1_000, 1, 0.5f));
      harness.process(at(9_000, 1, 1)); // begins a sequence: nothing has elapsed
      harness.process(new Reading("t", 500, 1, 1));
      harness.process(at(9_010, 1, 0.5f));
      harness.process(new Reading("t", 5_000, 1, 0.5f));
      harness.endInput();
      List<Prediction<Reading>> p = harness.predictions();
      assertThat(p.get(1).outputs()).isEqualTo(p.get(2).outputs());
      assertThat(p.get(3).outputs()).isNotEqualTo(p.get(4).outputs());
    }
  }

  @Test
  void whatAModelCannotDoIsRefusedAtTheStart() {
    MissingValues reject = MissingValues.REJECTED;
    refused(
        SmallReader.NUMBERS,
        OPTIONS.withMissing(reject.with("a", MissingValue.FORECAST)),
        "found the policy FORECAST for field a, which model reader does not forecast");
    refused(
        MODEL,
        OPTIONS.withMissing(reject.with("c", MissingValue.SKIP_STEP)),
        "found a policy for field c, expected one of [a, b]");
    refused(MODEL, OPTIONS.withEmission(Emission.labelChange()), "a model whose task is CLASSIFY");
    refused(
        SmallReader.CLASSIFIER,
        OPTIONS.withEmission(Emission.scoreFrom(0.5)),
        "a model with a scorer, or whose task is SCORE");
  }

  private static void refused(NetworkSource model, LstmOptions options, String message) {
    assertThatThrownBy(() -> open(model, options)).hasMessageContaining(message);
  }
}
