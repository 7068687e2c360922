package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job stopped with a savepoint goes on at any parallelism as if it had never stopped. */
class RescaleTest {

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

  @ParameterizedTest
  @EnumSource(Backend.class)
  void fromOneToThreeToTwoSubtasksNoBitChanges(Backend backend) throws Exception {
    String savepoint = runUntil(1, 800, backend, 1, null);
    savepoint = runUntil(801, 1_600, backend, 3, savepoint);
    Run last = Run.start(null);
    last.raiseLimit(Long.MAX_VALUE);
    JobID job = cluster.submit(cluster.job(new TestCluster.Setup(backend, false, 2)), savepoint);
    assertThat(cluster.result(job).getSerializedThrowable()).isEmpty();
    List<Prediction<Reading>> found = new ArrayList<>(last.finished());
    found.sort(Comparator.comparingLong(p -> p.event().time));
    List<Reading> readings =
        LongStream.range(0, Run.EVENTS).mapToObj(TestCluster::reading).toList();
    assertThat(found).isEqualTo(OneAtATime.run(TestCluster.MODEL, readings));
  }

  /** Stops the job in the middle of its events, once it has so many results. */
  private static String runUntil(
      long results, long limit, Backend backend, int parallelism, String savepoint)
      throws Exception {
    Run run = Run.start(null);
    run.raiseLimit(limit);
    TestCluster.Setup setup = new TestCluster.Setup(backend, false, parallelism);
    JobID job =
        savepoint == null
            ? cluster.submit(cluster.job(setup))
            : cluster.submit(cluster.job(setup), savepoint);
    run.results(results).get(60, TimeUnit.SECONDS);
    return cluster.stopWithSavepoint(job);
  }
}
