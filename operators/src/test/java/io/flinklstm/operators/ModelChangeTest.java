package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.Workspace;
import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateEncoding;
import io.flinklstm.state.StateLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job is restarted with another model. Some keys come at once, some after one more restart, so
 * that its savepoint holds states of both models; some are new.
 */
class ModelChangeTest {

  private static final int KEYS = 8;
  private static final int KEPT = 5;
  private static final SmallModel OLD = SmallModel.PLAIN;
  private static final SmallModel SAME_LAYOUT = new SmallModel(2, 3, 2, false);
  private static final SmallModel OTHER_LAYOUT = new SmallModel(3, 5, 1, true);
  private static final LstmOptions OPTIONS =
      LstmOptions.DEFAULT
          .withMaxWave(8)
          .withHistory(KEPT)
          .withWarmUpSteps(3)
          .withSequences(Sequences.ENDLESS.withGap(Duration.ofMillis(25)));

  /** Events of all keys but the last two. */
  private static final List<Reading> BEFORE =
      Readings.random(5, 200, KEYS).stream().filter(r -> number(r) < KEYS - 2).toList();

  /** First of the keys with an even number, then of all. */
  private static final List<Reading> AT_ONCE =
      after(6, 220).filter(r -> number(r) % 2 == 0).toList();

  private static final List<Reading> LATER = after(7, 260).toList();

  private static Stream<Reading> after(long seed, long time) {
    return Readings.random(seed, 60, KEYS).stream()
        .map(r -> new Reading(r.sensor, time + r.time, r.a, r.b));
  }

  private static int number(Reading reading) {
    return reading.sensor.charAt(reading.sensor.length() - 1) - '0';
  }

  private static List<Reading> of(String key, List<Reading> readings) {
    return readings.stream().filter(r -> r.sensor.equals(key)).toList();
  }

  private static List<Reading> changed(String key) {
    return of(key, Stream.concat(AT_ONCE.stream(), LATER.stream()).toList());
  }

  private static List<String> keys() {
    return Stream.iterate(0, i -> i + 1).limit(KEYS).map(i -> "sensor-" + i).toList();
  }

  /** What the changed job gives. */
  private static List<Prediction<Reading>> run(
      NetworkSource changed, LstmOptions options, ModelChange policy, Backend backend)
      throws Exception {
    LstmOptions chosen = options.withOnModelChange(policy);
    OperatorSubtaskState snapshot;
    try (LstmHarness harness = LstmHarness.open(OLD, options, backend)) {
      process(harness, BEFORE);
      snapshot = harness.checkpoint(1);
    }
    List<Prediction<Reading>> given = new ArrayList<>();
    try (LstmHarness harness = LstmHarness.restore(changed, chosen, backend, snapshot)) {
      process(harness, AT_ONCE);
      snapshot = harness.checkpoint(2);
      given.addAll(harness.predictions());
    }
    try (LstmHarness harness = LstmHarness.restore(changed, chosen, backend, snapshot)) {
      process(harness, LATER);
      harness.endInput();
      given.addAll(harness.predictions());
    }
    return given;
  }

  private static void process(LstmHarness harness, List<Reading> readings) throws Exception {
    for (Reading reading : readings) {
      harness.process(reading);
    }
  }

  private static List<Prediction<Reading>> of(
      String key, List<Prediction<Reading>> all, long stepsBefore) {
    return all.stream()
        .filter(p -> p.event().sensor.equals(key))
        .map(
            p ->
                new Prediction<>(
                    p.event(),
                    p.step() - stepsBefore,
                    p.sequenceStep(),
                    p.warm(),
                    p.outputs(),
                    p.label(),
                    p.expected(),
                    p.error(),
                    p.score(),
                    p.fingerprint()))
        .toList();
  }

  /** What a job gives that begins with these events of one key, from the n-th on. */
  private static List<Prediction<Reading>> fresh(
      NetworkSource model, LstmOptions options, List<Reading> readings, int from) {
    OneAtATime plain = new OneAtATime(model, options, EventReader.of(Reading::extract));
    readings.forEach(reading -> plain.process(reading, true));
    List<Prediction<Reading>> all = Given.predictions(plain.given());
    return all.subList(from, all.size());
  }

  private static void replays(NetworkSource model, LstmOptions options, Backend backend)
      throws Exception {
    List<Prediction<Reading>> given = run(model, options, ModelChange.REPLAY, backend);
    for (String key : keys()) {
      List<Reading> old = of(key, BEFORE);
      List<Reading> kept = old.subList(Math.max(0, old.size() - KEPT), old.size());
      List<Reading> seen = Stream.concat(kept.stream(), changed(key).stream()).toList();
      assertThat(of(key, given, old.size() - kept.size()))
          .as(key)
          .isNotEmpty()
          .isEqualTo(fresh(model, options, seen, kept.size()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void replayedGivesWhatAJobGivesThatBeganWithTheLastRows(Backend backend) throws Exception {
    replays(OTHER_LAYOUT, OPTIONS, backend);
    replays(SmallReader.ELAPSED, OPTIONS, backend);
    replays(SmallReader.CLASSIFIER, OPTIONS.withMaxWave(64), backend);
  }

  @ParameterizedTest
  @EnumSource
  void replayedRoundsAsEveryStepDoes(StateEncoding encoding) throws Exception {
    replays(OTHER_LAYOUT, OPTIONS.withEncoding(encoding), Backend.ROCKSDB);
    replays(SmallReader.ELAPSED, OPTIONS.withEncoding(encoding), Backend.HEAP);
  }

  @ParameterizedTest
  @EnumSource
  void resetGivesWhatAJobGivesThatBeginsNow(Backend backend) throws Exception {
    List<Prediction<Reading>> given = run(OTHER_LAYOUT, OPTIONS, ModelChange.RESET, backend);
    for (String key : keys()) {
      assertThat(of(key, given, 0))
          .as(key)
          .isNotEmpty()
          .isEqualTo(fresh(OTHER_LAYOUT, OPTIONS, changed(key), 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void carriedGoesOnFromTheNumbersOfTheOldModel(Backend backend) throws Exception {
    LstmOptions endless = OPTIONS.withSequences(Sequences.ENDLESS);
    List<Prediction<Reading>> given = run(SAME_LAYOUT, endless, ModelChange.CARRY, backend);
    Network before = OLD.load();
    Network after = SAME_LAYOUT.load();
    for (String key : keys()) {
      float[] recurrent = before.initialState();
      double[] running = new double[before.runningNumbers()];
      outputs(before, recurrent, running, of(key, BEFORE));
      assertThat(of(key, given, of(key, BEFORE).size()))
          .as(key)
          .extracting(Prediction::outputs)
          .containsExactlyElementsOf(outputs(after, recurrent, running, changed(key)));
    }
  }

  private static List<float[]> outputs(
      Network network, float[] recurrent, double[] running, List<Reading> readings) {
    Workspace workspace = network.newWorkspace(1);
    List<float[]> outputs = new ArrayList<>();
    for (Reading reading : readings) {
      workspace.set(0, reading.time, new float[] {reading.a, reading.b}, recurrent, running);
      network.advance(workspace, 1);
      outputs.add(workspace.outputs(0).clone());
    }
    return outputs;
  }

  @ParameterizedTest
  @EnumSource
  void failNamesTheFirstKeyOfAnotherModel(Backend backend) {
    assertThatThrownBy(() -> run(SAME_LAYOUT, OPTIONS, ModelChange.FAIL, backend))
        .hasStackTraceContaining("found KeyState(model 0000000000000001")
        .hasStackTraceContaining("expected a state of model 0000000000000002");
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatIsWokenBeforeItsNextEventIsReplayedToo(Backend backend) throws Exception {
    LstmOptions atEnds =
        OPTIONS.withEmission(Emission.sequenceEnd()).withOnModelChange(ModelChange.REPLAY);
    List<Reading> before = sensor(0, 1, 2, 3, 4, 5, 6);
    List<Reading> after = sensor(60, 61);
    OperatorSubtaskState snapshot;
    try (LstmHarness harness = LstmHarness.open(OLD, atEnds, backend)) {
      process(harness, before);
      snapshot = harness.checkpoint(1);
    }
    OneAtATime plain = new OneAtATime(OTHER_LAYOUT, atEnds, EventReader.of(Reading::extract));
    before.subList(2, 7).forEach(reading -> plain.process(reading, true));
    plain.watermark(50);
    after.forEach(reading -> plain.process(reading, true));
    plain.watermark(100);
    try (LstmHarness harness = LstmHarness.restore(OTHER_LAYOUT, atEnds, backend, snapshot)) {
      harness.processWatermark(50);
      process(harness, after);
      harness.processWatermark(100);
      assertThat(harness.predictions()).extracting(Prediction::step).containsExactly(7L, 9L);
      assertThat(harness.predictions()).extracting(Prediction::fingerprint).containsExactly(1L, 3L);
      List<Prediction<Reading>> expected = Given.predictions(plain.given());
      assertThat(of("s", harness.predictions(), 2).get(1)).isEqualTo(expected.get(1));
    }
  }

  private static List<Reading> sensor(long... times) {
    return Arrays.stream(times).mapToObj(t -> new Reading("s", t, t % 5, 0.5f)).toList();
  }

  @Test
  void rowsOfAnotherNumberOfFieldsAreNotReplayed() {
    Network network = OTHER_LAYOUT.load();
    KeyState found = new KeyState(StateLayout.ofHistory(3), 1, new float[0]);
    found.history().append(new float[] {1, 2, 3, 0}, 1, KEPT);
    KeyState fresh =
        new KeyState(StateLayout.of(network), network.fingerprint(), network.initialState());
    assertThatThrownBy(() -> new RememberedReplay(network, OPTIONS, false).run("s", found, fresh))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("found rows of 3 values to replay, expected 2 as model")
        .hasMessageContaining("choose onModelChange RESET");
  }

  @Test
  void nothingIsReplayedWhereNoRowsWereKept() {
    assertThatThrownBy(
            () -> run(OTHER_LAYOUT, OPTIONS.withHistory(0), ModelChange.REPLAY, Backend.HEAP))
        .hasStackTraceContaining(
            "without rows to replay, expected some: history(n) must be chosen");
  }
}
