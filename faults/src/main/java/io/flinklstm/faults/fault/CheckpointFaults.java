package io.flinklstm.faults.fault;

import io.flinklstm.faults.Trial;
import io.flinklstm.faults.cluster.FlinkCluster;
import io.flinklstm.faults.cluster.LogWatch;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Task managers killed at a chosen moment of a checkpoint, a millisecond or two after the log says
 * that it has come.
 */
final class CheckpointFaults {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern TRIGGERED = Pattern.compile("Triggering checkpoint \\d+");
  private static final Pattern BEFORE_BARRIER =
      Pattern.compile("Starting checkpoint \\d+ [^\n]* on task [^\n]*");
  private static final Pattern ASYNCHRONOUS =
      Pattern.compile("started executing asynchronous part of checkpoint \\d+");

  private CheckpointFaults() {}

  static List<FaultKind> all() {
    return List.of(
        FaultKind.of("kill at a checkpoint's trigger", 10, (t, r) -> onJobManager(t, r, TRIGGERED)),
        FaultKind.of("kill before the barrier", 10, (t, r) -> onTaskManager(t, r, BEFORE_BARRIER)),
        FaultKind.of(
            "kill in the asynchronous phase", 10, (t, r) -> onTaskManager(t, r, ASYNCHRONOUS)),
        FaultKind.of(
            "kill just after completion",
            10,
            (t, r) -> onJobManager(t, r, LogWatch.CHECKPOINT_COMPLETED)));
  }

  private static void onJobManager(Trial trial, SplittableRandom random, Pattern moment) {
    FlinkCluster flink = trial.cluster().flink();
    LogWatch log = flink.jobManager().watch();
    log.await(moment, PATIENCE);
    ProcessFaults.killTaskManager(trial, random);
  }

  private static void onTaskManager(Trial trial, SplittableRandom random, Pattern moment) {
    FlinkCluster flink = trial.cluster().flink();
    // The first one: at a parallelism of one the other may have no task that takes part.
    List<LogWatch> logs = flink.taskManagers().stream().map(child -> child.watch()).toList();
    ProcessFaults.kill(trial, LogWatch.firstOf(logs, moment, PATIENCE));
  }
}
