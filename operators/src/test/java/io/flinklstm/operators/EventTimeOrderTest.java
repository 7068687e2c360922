package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for the watermark, and what comes after it. */
class EventTimeOrderTest {

  private static final LstmOperatorFactory<Reading> BY_TIME =
      LstmHarness.factory(
          SmallModel.PLAIN,
          LstmOptions.DEFAULT.withOrder(Order.EVENT_TIME),
          EventReader.of(Reading::extract));

  @TempDir static Path directory;

  private static Reading at(long time, String sensor) {
    return new Reading(sensor, time, time % 7, 1);
  }

  @Test
  void lateEventsAreCountedAndMeasured() throws Exception {
    Map<String, Metric> metrics = new HashMap<>();
    try (LstmHarness harness = LstmHarness.measured(BY_TIME, metrics)) {
      harness.processWatermark(100);
      harness.process(at(100, "a"));
      harness.process(at(70, "b"));
      harness.process(at(101, "a"));
      harness.processWatermark(101);
    }
    assertThat(((Counter) metrics.get("rejected_late")).getCount()).isEqualTo(2);
    assertThat(((Counter) metrics.get("events")).getCount()).isEqualTo(3);
    assertThat(((Counter) metrics.get("steps")).getCount()).isEqualTo(1);
    DescriptiveStatisticsHistogram lateness =
        (DescriptiveStatisticsHistogram) metrics.get("lateness_millis");
    assertThat(lateness.getCount()).isEqualTo(2);
    assertThat(lateness.getStatistics().getMin()).isZero();
    assertThat(lateness.getStatistics().getMax()).isEqualTo(30);
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void aReplayGivesTheSameLateEventsThoughItsWatermarksComeAnew(Backend backend) throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      readings.add(at(i % 5 == 0 ? i - 20 : i, "sensor-" + i % 7));
    }
    List<Given> undisturbed;
    List<Given> replayed;
    OperatorSubtaskState snapshot;
    try (LstmHarness harness = LstmHarness.alone(BY_TIME, backend, null)) {
      process(harness, readings.subList(0, 30));
      snapshot = harness.checkpoint(1);
      harness.takeGiven();
      process(harness, readings.subList(30, 60));
      harness.processWatermark(Long.MAX_VALUE);
      undisturbed = harness.takeGiven();
    }
    try (LstmHarness harness = LstmHarness.alone(BY_TIME, backend, snapshot)) {
      process(harness, readings.subList(30, 60));
      harness.processWatermark(Long.MAX_VALUE);
      replayed = harness.takeGiven();
    }
    assertThat(Given.rejected(undisturbed)).hasSize(6);
    assertThat(Given.rejected(replayed)).isEqualTo(Given.rejected(undisturbed));
    assertThat(Given.predictions(replayed)).isEqualTo(Given.predictions(undisturbed));
  }

  /** After each event a watermark that knows no event before the first of these. */
  private static void process(LstmHarness harness, List<Reading> readings) throws Exception {
    long highest = Long.MIN_VALUE;
    for (Reading reading : readings) {
      harness.process(reading);
      highest = Math.max(highest, reading.time);
      harness.processWatermark(highest - 3);
    }
  }

  @Test
  void aKeyHasOneTimerForTheNextWatermarkAndOneForItsNextEventHoweverManyWait() throws Exception {
    try (LstmHarness harness = LstmHarness.open(BY_TIME, Backend.HEAP)) {
      for (int i = 0; i < 300; i++) {
        harness.process(at(1_000 - i, "sensor-" + i % 3));
      }
      assertThat(harness.numEventTimeTimers()).isEqualTo(3);
      for (long watermark = 750; watermark <= 900; watermark += 50) {
        harness.processWatermark(watermark);
        assertThat(harness.numEventTimeTimers()).isEqualTo(3);
        for (int i = 0; i < 30; i++) {
          harness.process(at(2_000 + i, "sensor-" + i % 3));
        }
        assertThat(harness.numEventTimeTimers()).isLessThanOrEqualTo(6);
      }
      harness.processWatermark(3_000);
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void aSourceThatPausesHoldsNothingBack() throws Exception {
    try (TestCluster cluster = new TestCluster(directory)) {
      Run run = Run.start(null);
      JobID job =
          cluster.submit(
              cluster.jobBesideQuietSource(
                  new TestCluster.Setup(Backend.HEAP, false, Arrivals.BY_TIME)),
              null);
      run.results(900).get(60, TimeUnit.SECONDS); // while the other source has said nothing
      run.raiseLimit(Long.MAX_VALUE);
      assertThat(cluster.result(job).getSerializedThrowable()).isEmpty();
      assertThat(Arrivals.byKey(run.finished())).isEqualTo(Arrivals.BY_TIME.expected(Run.EVENTS));
    }
  }
}
