package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Network;
import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.state.KeyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is held back for the end of a sequence leaves once, with the time at which that ended. */
class SequenceEndTest {

  private static final LstmOptions OPTIONS =
      LstmOptions.DEFAULT
          .withMaxWave(8)
          .withEmission(Emission.sequenceEnd())
          .withSequences(Sequences.ENDLESS.withGap(Duration.ofMillis(50)));
  private static final EventReader<Reading> READER =
      new EventReader<>(Reading::extract, r -> r.b == 1, r -> r.b == 2);

  private static LstmHarness open(LstmOptions options) throws Exception {
    return LstmHarness.open(LstmHarness.factory(SmallModel.PLAIN, options, READER), Backend.HEAP);
  }

  private static Reading at(long time) {
    return new Reading("s", time, time, 0);
  }

  private static List<Long> times(LstmHarness harness) {
    return harness.takeGiven().stream().map(Given::time).toList();
  }

  private static LstmHarness restoredWithAnotherModel(LstmOptions options) throws Exception {
    OperatorSubtaskState snapshot;
    try (LstmHarness harness = LstmHarness.open(SmallModel.PLAIN, options, Backend.HEAP)) {
      harness.process(at(100));
      snapshot = harness.checkpoint(1);
    }
    SmallModel other = new SmallModel(2, 5, 1, false);
    LstmOptions reset = options.withOnModelChange(ModelChange.RESET);
    return LstmHarness.restore(other, reset, Backend.HEAP, snapshot);
  }

  @Test
  void whatWasHeldUnderAnotherModelLeavesWithTheNextEvent() throws Exception {
    try (LstmHarness harness = restoredWithAnotherModel(OPTIONS)) {
      harness.process(at(120));
      harness.processWatermark(130);
      assertThat(harness.predictions()).extracting(Prediction::fingerprint).containsExactly(1L);
      harness.processWatermark(170);
      assertThat(harness.predictions()).extracting(Prediction::fingerprint).containsExactly(1L, 2L);
    }
  }

  @Test
  void aKeyOfAnotherModelIsForgottenWhenItsTimerFires() throws Exception {
    try (LstmHarness harness = restoredWithAnotherModel(OPTIONS)) {
      harness.processWatermark(200);
      assertThat(harness.predictions()).extracting(Prediction::fingerprint).containsExactly(1L);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void atTheEndOfInputNothingIsKept(Order order) throws Exception {
    try (LstmHarness harness = open(OPTIONS.withOrder(order))) {
      harness.process(at(100));
      harness.processWatermark(Long.MAX_VALUE);
      harness.endInput();
      assertThat(times(harness)).containsExactly(150L);
    }
  }

  @Test
  void aTimerThatNoticesTheGapGivesItsEndAsTheTime() throws Exception {
    try (LstmHarness harness = open(OPTIONS)) {
      harness.process(at(100));
      harness.processWatermark(149);
      assertThat(times(harness)).isEmpty();
      harness.processWatermark(180);
      assertThat(times(harness)).containsExactly(150L);
    }
  }

  @Test
  void anEventThatNoticesTheGapGivesItsEndAsTheTime() throws Exception {
    try (LstmHarness harness = open(OPTIONS)) {
      harness.process(at(100));
      harness.process(at(180));
      harness.processWatermark(1);
      assertThat(times(harness)).containsExactly(150L);
    }
  }

  @Test
  void aStartAfterTheGapGivesTheEndOfTheGapAsTheTime() throws Exception {
    try (LstmHarness harness = open(OPTIONS)) {
      harness.process(at(100));
      harness.process(new Reading("s", 180, 0, 1));
      harness.processWatermark(1);
      assertThat(times(harness)).containsExactly(150L);
    }
  }

  @Test
  void aStartBeforeTheGapGivesItsOwnTime() throws Exception {
    try (LstmHarness harness = open(OPTIONS)) {
      harness.process(at(100));
      harness.process(new Reading("s", 120, 0, 1));
      harness.processWatermark(1);
      assertThat(times(harness)).containsExactly(120L);
    }
  }

  @Test
  void anEventThatIsTheLastOfItsSequenceWaitsForNothing() throws Exception {
    try (LstmHarness harness = open(OPTIONS)) {
      harness.process(at(100));
      harness.process(new Reading("s", 120, 0, 2));
      harness.processWatermark(1);
      assertThat(harness.predictions())
          .singleElement()
          .satisfies(p -> assertThat(p.sequenceStep()).isEqualTo(2));
    }
  }

  @Test
  void withoutGapOrExpiryTheEndOfInputGivesTheTimeOfTheEvent() throws Exception {
    try (LstmHarness harness = open(OPTIONS.withSequences(Sequences.ENDLESS))) {
      harness.process(at(100));
      harness.processUntimed(new Reading("untimed", 0, 1, 0));
      harness.processWatermark(1_000);
      assertThat(harness.predictions()).isEmpty();
      harness.processWatermark(Long.MAX_VALUE);
      harness.endInput();
      assertThat(times(harness)).containsExactlyInAnyOrder(100L, null);
    }
  }

  @Test
  void everyStepIsEitherGivenOutOrCountedAsSuppressed() throws Exception {
    Counter suppressed = new SimpleCounter();
    UnregisteredMetricsGroup group =
        new UnregisteredMetricsGroup() {
          @Override
          public MetricGroup addGroup(String name) {
            return this;
          }

          @Override
          public Counter counter(String name) {
            return name.equals(LstmMetrics.SUPPRESSED) ? suppressed : super.counter(name);
          }
        };
    OneKey one = new OneKey();
    Network network = SmallModel.PLAIN.load();
    WaveEngine<Reading> engine =
        new WaveEngine<>(network, READER, OPTIONS, one, one, new LstmMetrics(group, network));
    for (int i = 0; i < 5; i++) {
      engine.add("s", at(100 + i), true, 100 + i);
    }
    engine.flush();
    engine.wake("s", 150);
    engine.wake("s", 154);
    assertThat(one.given).hasSize(1);
    assertThat(suppressed.getCount()).isEqualTo(4);
  }

  @Test
  void aKeyHasOneTimerHoweverItsEventsAreOrdered() throws Exception {
    LstmOptions expiring =
        OPTIONS.withSequences(OPTIONS.sequences().withExpiry(Duration.ofMillis(500)));
    for (LstmOptions options : List.of(expiring, expiring.withEmission(Emission.everyEvent()))) {
      try (LstmHarness harness = open(options.withMaxWave(1))) {
        for (int i = 0; i < 40; i++) {
          harness.process(at(1_000 - 10 * i));
          harness.process(at(1_000 + i));
          assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        }
      }
    }
  }

  /** The state of a single key, and what it gives. */
  private static final class OneKey
      implements WaveStates<Reading>, Results<Reading, Prediction<Reading>> {

    private final List<Prediction<Reading>> given = new ArrayList<>();
    private KeyState state;
    private Prediction<Reading> held;

    @Override
    public KeyState read(Object key) {
      return state;
    }

    @Override
    public void write(Object key, KeyState written, boolean setTimer) {
      state = written;
    }

    @Override
    public void cancelTimer(Object key, long time) {}

    @Override
    public Prediction<Reading> held(Object key) {
      return held;
    }

    @Override
    public void hold(Object key, Prediction<Reading> prediction) {
      held = prediction;
    }

    @Override
    public void save() {}

    @Override
    public void clear(Object key) {
      state = null;
    }

    @Override
    public void result(Prediction<Reading> prediction, boolean timed, long time) {
      given.add(prediction);
    }

    @Override
    public void rejected(Rejected<Reading> rejected, boolean timed, long time) {
      throw new AssertionError(rejected);
    }
  }
}
