package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever the job fails, what it has given out in the end is what one step at a time gives. */
class FailureTest {

  @TempDir static Path directory;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new TestCluster(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (FaultPoint point : FaultPoint.values()) {
      for (Backend backend : Backend.values()) {
        for (Arrivals arrivals : List.of(Arrivals.AS_THEY_COME, Arrivals.BY_TIME_SOME_LATE)) {
          cases.add(Arguments.of(point, new TestCluster.Setup(backend, false, arrivals)));
          cases.add(Arguments.of(point, new TestCluster.Setup(backend, true, arrivals)));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void aFailureChangesNoBitOfTheOutput(FaultPoint point, TestCluster.Setup setup) throws Exception {
    Run run = Run.start(point);
    JobID job = cluster.submit(cluster.faultyJob(setup, 2), null);
    JobResult result = cluster.result(job);
    assertThat(result.getSerializedThrowable()).isEmpty();
    assertThat(run.hasFired()).isTrue();
    assertThat(Arrivals.byKey(run.finished())).isEqualTo(setup.arrivals().expected(Run.EVENTS));
    if (setup.unaligned()) {
      assertThat(cluster.persistedInFlightBytes(job)).isPositive();
    }
  }

  static Stream<TestCluster.Setup> windows() {
    return Stream.of(
        new TestCluster.Setup(Backend.HEAP, true, Arrivals.AS_THEY_COME),
        new TestCluster.Setup(Backend.HEAP, false, Arrivals.BY_TIME),
        new TestCluster.Setup(Backend.ROCKSDB, false, Arrivals.AS_THEY_COME),
        new TestCluster.Setup(Backend.ROCKSDB, true, Arrivals.BY_TIME));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void aFailureChangesNoBitOfAWindow(TestCluster.Setup setup) throws Exception {
    Run run = Run.start(FaultPoint.AFTER_STATE_WRITES);
    JobID job = cluster.submit(cluster.windowJob(setup), null);
    assertThat(cluster.result(job).getSerializedThrowable()).isEmpty();
    assertThat(run.hasFired()).isTrue();
    List<Reading> readings =
        new ArrayList<>(
            LongStream.range(0, Run.EVENTS).mapToObj(setup.arrivals()::reading).toList());
    if (setup.arrivals() == Arrivals.BY_TIME) {
      readings.sort(Comparator.comparingLong(reading -> reading.time));
    }
    assertThat(Arrivals.byKey(run.finished()))
        .isEqualTo(
            Arrivals.byKey(
                WindowOperatorTest.last(TestCluster.WINDOWS, readings).stream()
                    .map(TestCluster::prediction)
                    .toList()));
  }
}
