package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.operators.result.Prediction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that goes on with its operator under another uid, or none, has lost its keys' states. */
class UidTest {

  private static final TestCluster.Setup SETUP =
      new TestCluster.Setup(Backend.HEAP, false, Arrivals.AS_THEY_COME);
  private static final long EVENTS = 1_500;

  @TempDir static Path directory;
  private static TestCluster cluster;
  private static String savepoint;

  @BeforeAll
  static void stopInTheMiddle() throws Exception {
    cluster = new TestCluster(directory);
    Run run = Run.start(null);
    JobID job = cluster.submit(cluster.job(SETUP, 2, EVENTS), null);
    run.results(500).get(60, TimeUnit.SECONDS);
    savepoint = cluster.stopWithSavepoint(job, SavepointFormatType.CANONICAL);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  /** Goes on under a uid, where the user has said that state without operator may be dropped. */
  private static List<Prediction<Reading>> goOn(String uid) throws Exception {
    Run run = Run.start(null);
    run.raiseLimit(Long.MAX_VALUE);
    JobGraph job = cluster.job(SETUP, 2, EVENTS, uid);
    job.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, true));
    assertThat(cluster.result(cluster.submit(job, null)).getSerializedThrowable()).isEmpty();
    return Arrivals.byKey(run.finished());
  }

  @Test
  void nothingIsFoundWhereTheUidIsTheSame() throws Exception {
    assertThat(goOn("lstm")).isEqualTo(Arrivals.AS_THEY_COME.expected(EVENTS));
  }

  /** The comparison that every test of restored jobs makes must see it. */
  @Test
  void statesLostWithTheUidAreFound() throws Exception {
    List<Prediction<Reading>> expected = Arrivals.AS_THEY_COME.expected(EVENTS);
    assertThat(goOn("another")).hasSameSizeAs(expected).isNotEqualTo(expected);
  }

  @Test
  void noJobLosesThemUnasked() throws Exception {
    JobID job = cluster.submit(cluster.job(SETUP, 2, EVENTS, "another"), savepoint);
    assertThat(
            ExceptionUtils.stringifyException(
                cluster.result(job).getSerializedThrowable().orElseThrow()))
        .contains("because the operator is not available in the new program");
  }
}
