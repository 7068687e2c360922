package io.flinklstm.benchmarks.state;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecution;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;

/**
 * One life of a job: every key stepped, checkpoint, a part of the keys stepped, checkpoint, end,
 * restore, every key stepped. Times in milliseconds, of the checkpoint from its trigger to its end,
 * of the restore while the operator initializes.
 *
 * @param fullBytes of the first checkpoint
 * @param partBytes newly written by the second
 * @param firstPass until every key was stepped after the restore
 */
record Trial(
    double fullBytes,
    double fullMillis,
    double partBytes,
    double partMillis,
    double restoreMillis,
    double firstPass) {

  private static final int PATIENCE_SECONDS = 600;

  static Trial run(MiniCluster cluster, Job job) throws Exception {
    JobID id = cluster.submitJob(job.graph()).get().getJobID();
    Gate.pass(job.keys());
    CompletedCheckpointStats full = checkpoint(cluster, id, CheckpointType.FULL);
    Gate.pass(job.keys());
    CompletedCheckpointStats part = checkpoint(cluster, id, CheckpointType.INCREMENTAL);
    stop(cluster, id);

    JobGraph restored = job.graph();
    restored.setSavepointRestoreSettings(
        SavepointRestoreSettings.forPath(part.getExternalPath(), false));
    JobID second = cluster.submitJob(restored).get().getJobID();
    long start = System.nanoTime();
    Gate.pass(1); // it has been restored
    long running = System.nanoTime();
    Gate.pass(job.keys());
    double pass = (System.nanoTime() - running) / 1e6;
    double restore = initialized(cluster, second);
    stop(cluster, second);
    if (running < start || !(restore >= 0)) {
      throw new IllegalStateException("found a restore of " + restore + " ms");
    }
    return new Trial(
        full.getCheckpointedSize(),
        full.getEndToEndDuration(),
        part.getCheckpointedSize(),
        part.getEndToEndDuration(),
        restore,
        pass);
  }

  private static CompletedCheckpointStats checkpoint(
      MiniCluster cluster, JobID job, CheckpointType type) throws Exception {
    long id = await(cluster.triggerCheckpoint(job, type));
    return (CompletedCheckpointStats)
        await(cluster.getExecutionGraph(job))
            .getCheckpointStatsSnapshot()
            .getHistory()
            .getCheckpointById(id);
  }

  /** How long the operator's task was initializing. */
  private static double initialized(MiniCluster cluster, JobID job) throws Exception {
    AccessExecutionGraph graph = await(cluster.getExecutionGraph(job));
    AccessExecutionJobVertex vertex =
        StreamSupport.stream(graph.getVerticesTopologically().spliterator(), false)
            .filter(v -> v.getName().contains(Job.OPERATOR))
            .findFirst()
            .orElseThrow();
    AccessExecution attempt = vertex.getTaskVertices()[0].getCurrentExecutionAttempt();
    return attempt.getStateTimestamp(ExecutionState.RUNNING)
        - attempt.getStateTimestamp(ExecutionState.INITIALIZING);
  }

  private static void stop(MiniCluster cluster, JobID job) throws Exception {
    await(cluster.cancelJob(job));
    await(cluster.requestJobResult(job));
    Gate.close();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
