package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.WindowResult;
import io.flinklstm.operators.result.WindowResultTypeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowOperatorTest {

  private static final int LENGTH = 3;
  private static final float BEGINS = 9; // b of an event that begins a sequence

  private static LstmOptions waves(int most) {
    return LstmOptions.DEFAULT.withMaxWave(most);
  }

  private static LstmOptions whole(int longest) {
    return waves(16).withSequences(Sequences.ENDLESS.withLength(longest));
  }

  private static Harness open(
      SmallWindowModel model,
      LstmOptions options,
      Windows windows,
      Backend backend,
      OperatorSubtaskState from)
      throws Exception {
    Harness harness = new Harness(model, options, windows);
    harness.setStateBackend(backend.make());
    harness.setup(
        new WindowResultTypeInfo<>(LstmHarness.READINGS)
            .createSerializer(new SerializerConfigImpl()));
    if (from != null) {
      harness.initializeState(from);
    }
    harness.open();
    return harness;
  }

  /** The operator alone; where windows are sequences, an event of negative a ends its own. */
  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<String, Reading, WindowResult<Reading>> {
    Harness(SmallWindowModel model, LstmOptions options, Windows windows) throws Exception {
      super(
          new WindowLstmOperatorFactory<>(
              model, reader(windows), options, windows, LstmHarness.READINGS),
          Reading::sensor,
          Types.STRING,
          LstmHarness.MAX_PARALLELISM,
          1,
          0);
    }

    private static EventReader<Reading> reader(Windows windows) {
      boolean whole = windows instanceof Windows.Whole;
      return new EventReader<>(
          Reading::extract, reading -> reading.b == BEGINS, reading -> whole && reading.a < 0);
    }

    void process(List<Reading> readings) throws Exception {
      for (Reading reading : readings) {
        processElement(reading, reading.time);
      }
    }
  }

  private static WindowResult<Reading> result(
      SmallWindowModel model, List<Reading> window, long step) {
    float[][] rows = new float[window.size()][2];
    long[] times = new long[rows.length];
    for (int t = 0; t < rows.length; t++) {
      Reading.extract(window.get(t), rows[t]);
      times[t] = window.get(t).time;
    }
    Reading last = window.get(rows.length - 1);
    return new WindowResult<>(last, step, rows.length, model.run(rows, times), model.fingerprint());
  }

  /** Every window of the last events, one at a time and each key alone. */
  static List<WindowResult<Reading>> last(SmallWindowModel model, List<Reading> readings) {
    Map<String, List<Reading>> byKey = new HashMap<>();
    List<WindowResult<Reading>> results = new ArrayList<>();
    for (Reading reading : readings) {
      List<Reading> own = byKey.computeIfAbsent(reading.sensor, k -> new ArrayList<>());
      own.add(reading);
      if (own.size() >= LENGTH) {
        results.add(result(model, own.subList(own.size() - LENGTH, own.size()), own.size()));
      }
    }
    return results;
  }

  @ParameterizedTest
  @EnumSource
  void theLastEventsOfEachKeyGiveTheBitsOfOneWindowAtATime(SmallWindowModel model)
      throws Exception {
    List<Reading> readings = Readings.random(3, 200, 7);
    for (int most : new int[] {1, 3, 17, 64}) {
      try (Harness harness =
          open(model, waves(most), new Windows.Last(LENGTH, 1), Backend.HEAP, null)) {
        harness.process(readings);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(harness.extractOutputValues()).isEqualTo(last(model, readings));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWindowGoesOnAfterARestore(Backend backend) throws Exception {
    SmallWindowModel model = SmallWindowModel.BIDIRECTIONAL;
    List<Reading> readings = Readings.random(4, 60, 5);
    Windows windows = new Windows.Last(LENGTH, 1);
    List<WindowResult<Reading>> found = new ArrayList<>();
    OperatorSubtaskState snapshot;
    try (Harness harness = open(model, waves(16), windows, backend, null)) {
      harness.process(readings.subList(0, 31));
      harness.prepareSnapshotPreBarrier(1);
      snapshot = harness.snapshot(1, 1);
      found.addAll(harness.extractOutputValues());
    }
    try (Harness harness = open(model, waves(16), windows, backend, snapshot)) {
      harness.process(readings.subList(31, 60));
      harness.prepareSnapshotPreBarrier(2);
      found.addAll(harness.extractOutputValues());
    }
    assertThat(found).isEqualTo(last(model, readings));
  }

  @ParameterizedTest
  @EnumSource
  void aSequenceEndsByItsEventByItsLengthByAGapAndAtTheEndOfInput(SmallWindowModel model)
      throws Exception {
    Reading[] r = new Reading[8];
    long[] times = {0, 1, 2, 3, 4, 5, 500, 501};
    for (int i = 0; i < r.length; i++) {
      r[i] = new Reading("k", times[i], i == 1 ? -1 : i, 0.5f);
    }
    LstmOptions options = whole(LENGTH);
    LstmOptions gap = options.withSequences(options.sequences().withGap(Duration.ofMillis(100)));
    try (Harness harness = open(model, gap, new Windows.Whole(LENGTH), Backend.HEAP, null)) {
      harness.process(List.of(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]));
      harness.processWatermark(Long.MAX_VALUE);
      assertThat(harness.extractOutputValues())
          .containsExactly(
              result(model, List.of(r[0], r[1]), 2),
              result(model, List.of(r[2], r[3], r[4]), 5),
              result(model, List.of(r[5]), 6),
              result(model, List.of(r[6], r[7]), 8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOpenSequenceSurvivesARestoreAndIsClosedByTheWatermark(Backend backend) throws Exception {
    SmallWindowModel model = SmallWindowModel.ENCODER_DECODER;
    LstmOptions options =
        whole(50).withSequences(whole(50).sequences().withGap(Duration.ofMillis(100)));
    Windows windows = new Windows.Whole(50);
    List<Reading> open = List.of(new Reading("k", 1, 1, 1), new Reading("k", 2, 2, 2));
    OperatorSubtaskState snapshot;
    try (Harness harness = open(model, options, windows, backend, null)) {
      harness.process(open);
      harness.prepareSnapshotPreBarrier(1);
      snapshot = harness.snapshot(1, 1);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
    try (Harness harness = open(model, options, windows, backend, snapshot)) {
      harness.processWatermark(101);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processWatermark(102);
      assertThat(harness.extractOutputValues()).containsExactly(result(model, open, 2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEventThatIsNotFiniteIsRejectedAndInNoWindow(SmallWindowModel model) throws Exception {
    List<Reading> good = Readings.random(5, 4, 1);
    try (Harness harness = open(model, waves(8), new Windows.Last(LENGTH, 1), Backend.HEAP, null)) {
      harness.process(good.subList(0, 2));
      harness.process(List.of(new Reading(good.get(0).sensor, 9, Float.NaN, 1)));
      harness.process(good.subList(2, 4));
      harness.prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues()).isEqualTo(last(model, good));
      assertThat(harness.getSideOutput(FlinkLstm.rejected(LstmHarness.READINGS))).hasSize(1);
    }
  }

  private static List<WindowResult<Reading>> results(
      LstmOptions options, Windows windows, List<Reading> readings) throws Exception {
    try (Harness harness =
        open(SmallWindowModel.BIDIRECTIONAL, options, windows, Backend.HEAP, null)) {
      harness.process(readings);
      harness.processWatermark(Long.MAX_VALUE);
      return harness.extractOutputValues();
    }
  }

  /** Events of one key, of which the third begins a sequence. */
  private static List<Reading> twoSequences() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      readings.add(new Reading("k", i, i, i == 2 ? BEGINS : 0.5f));
    }
    return readings;
  }

  @Test
  void noWindowOfLastEventsReachesBackOverTheBeginningOfASequence() throws Exception {
    List<Reading> r = twoSequences();
    assertThat(results(waves(16), new Windows.Last(LENGTH, 1), r))
        .containsExactly(
            result(SmallWindowModel.BIDIRECTIONAL, r.subList(2, 5), 5),
            result(SmallWindowModel.BIDIRECTIONAL, r.subList(3, 6), 6),
            result(SmallWindowModel.BIDIRECTIONAL, r.subList(4, 7), 7));
  }

  @Test
  void anEventThatBeginsASequenceClosesTheOneBefore() throws Exception {
    List<Reading> r = twoSequences();
    assertThat(results(whole(50), new Windows.Whole(50), r))
        .containsExactly(
            result(SmallWindowModel.BIDIRECTIONAL, r.subList(0, 2), 2),
            result(SmallWindowModel.BIDIRECTIONAL, r.subList(2, 7), 7));
  }

  @Test
  void everySecondWindowOnlyWhereSoChosen() throws Exception {
    List<Reading> r = Readings.random(6, 8, 1);
    assertThat(results(waves(16), new Windows.Last(LENGTH, 2), r))
        .containsExactly(
            result(SmallWindowModel.BIDIRECTIONAL, r.subList(0, 3), 3),
            result(SmallWindowModel.BIDIRECTIONAL, r.subList(2, 5), 5),
            result(SmallWindowModel.BIDIRECTIONAL, r.subList(4, 7), 7));
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredKeyGivesItsOpenSequenceAndIsForgotten(Backend backend) throws Exception {
    LstmOptions options =
        whole(50).withSequences(whole(50).sequences().withExpiry(Duration.ofMillis(10)));
    List<Reading> open = List.of(new Reading("k", 1, 1, 1), new Reading("k", 2, 2, 1));
    try (Harness harness =
        open(SmallWindowModel.ENCODER_DECODER, options, new Windows.Whole(50), backend, null)) {
      harness.process(open);
      harness.processWatermark(11);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processWatermark(12);
      assertThat(harness.extractOutputValues())
          .containsExactly(result(SmallWindowModel.ENCODER_DECODER, open, 2));
      assertThat(harness.numEventTimeTimers()).isZero();
      if (backend == Backend.HEAP) { // the other cannot count them
        assertThat(harness.numKeyedStateEntries()).isZero();
      }
      Reading again = new Reading("k", 40, 3, 1);
      harness.process(List.of(again));
      harness.processWatermark(50);
      assertThat(harness.extractOutputValues().get(1))
          .isEqualTo(result(SmallWindowModel.ENCODER_DECODER, List.of(again), 1));
    }
  }

  @Test
  void aKeyHasOneTimerHoweverManySequencesItHad() throws Exception {
    Sequences expiring =
        whole(50).sequences().withGap(Duration.ofMillis(10)).withExpiry(Duration.ofSeconds(10));
    LstmOptions options = whole(50).withSequences(expiring);
    try (Harness harness =
        open(SmallWindowModel.BIDIRECTIONAL, options, new Windows.Whole(50), Backend.HEAP, null)) {
      for (int i = 0; i < 5; i++) {
        harness.process(List.of(new Reading("k", 100 * i, 1, 1)));
        harness.processWatermark(100 * i + 50); // its sequence has ended, the key has not expired
        assertThat(harness.extractOutputValues()).hasSize(i + 1);
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
      }
    }
  }

  @Test
  void aKeyOfAnotherModelIsForgottenWhenItsTimerFires() throws Exception {
    LstmOptions options =
        whole(50)
            .withSequences(whole(50).sequences().withExpiry(Duration.ofMillis(10)))
            .withOnModelChange(ModelChange.RESET);
    Windows windows = new Windows.Whole(50);
    OperatorSubtaskState snapshot;
    try (Harness harness =
        open(SmallWindowModel.BIDIRECTIONAL, options, windows, Backend.HEAP, null)) {
      harness.process(List.of(new Reading("k", 1, 1, 1)));
      harness.prepareSnapshotPreBarrier(1);
      snapshot = harness.snapshot(1, 1);
    }
    try (Harness harness =
        open(SmallWindowModel.ENCODER_DECODER, options, windows, Backend.HEAP, snapshot)) {
      harness.processWatermark(100);
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void byEventTimeWindowsAreOfSortedEventsAndLateOnesAreInNone(Backend backend) throws Exception {
    LstmOptions options = waves(16).withOrder(Order.EVENT_TIME);
    List<Reading> sorted = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      sorted.add(new Reading("k", i, i * i, 0.5f));
    }
    Windows windows = new Windows.Last(LENGTH, 1);
    List<WindowResult<Reading>> found = new ArrayList<>();
    OperatorSubtaskState snapshot;
    try (Harness harness = open(SmallWindowModel.BIDIRECTIONAL, options, windows, backend, null)) {
      harness.process(List.of(sorted.get(2), sorted.get(0), sorted.get(1), sorted.get(5)));
      harness.processWatermark(2);
      harness.process(List.of(sorted.get(4), sorted.get(3), sorted.get(8)));
      harness.prepareSnapshotPreBarrier(1);
      snapshot = harness.snapshot(1, 1);
      found.addAll(harness.extractOutputValues());
    }
    try (Harness harness =
        open(SmallWindowModel.BIDIRECTIONAL, options, windows, backend, snapshot)) {
      harness.process(List.of(new Reading("k", 1, 7, 7), sorted.get(7), sorted.get(6)));
      harness.processWatermark(8);
      found.addAll(harness.extractOutputValues());
      assertThat(harness.getSideOutput(FlinkLstm.late(LstmHarness.READINGS)))
          .singleElement()
          .extracting(late -> late.getValue().text())
          .isEqualTo("found an event 1 ms late; it is in no window");
    }
    assertThat(found).isEqualTo(last(SmallWindowModel.BIDIRECTIONAL, sorted));
  }
}
