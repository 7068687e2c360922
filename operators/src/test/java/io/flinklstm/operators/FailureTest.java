package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
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
  private static List<Prediction<Reading>> undisturbed;

  @BeforeAll
  static void start() throws Exception {
    cluster = new TestCluster(directory);
    undisturbed =
        OneAtATime.run(
            TestCluster.MODEL,
            LongStream.range(0, Run.EVENTS).mapToObj(TestCluster::reading).toList());
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (FaultPoint point : FaultPoint.values()) {
      for (Backend backend : Backend.values()) {
        cases.add(Arguments.of(point, backend, false));
        cases.add(Arguments.of(point, backend, true));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, unaligned {2}")
  @MethodSource("cases")
  void aFailureChangesNoBitOfTheOutput(FaultPoint point, Backend backend, boolean unaligned)
      throws Exception {
    Run run = Run.start(point);
    JobID job = cluster.submit(cluster.faultyJob(new TestCluster.Setup(backend, unaligned, 2)));
    JobResult result = cluster.result(job);
    assertThat(result.getSerializedThrowable()).isEmpty();
    assertThat(run.hasFired()).isTrue();
    List<Prediction<Reading>> found = new ArrayList<>(run.finished());
    found.sort(Comparator.comparingLong(p -> p.event().time));
    assertThat(found).isEqualTo(undisturbed);
    if (unaligned) {
      assertThat(cluster.persistedInFlightBytes(job)).isPositive();
    }
  }
}
