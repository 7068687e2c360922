package io.flinklstm.faults.fault;

import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.cluster.Child;
import io.flinklstm.faults.cluster.FlinkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Wall clocks that jump an hour ahead and two hours back, while the monotonic one goes on. */
final class ClockFaults {

  static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

  private ClockFaults() {}

  static List<FaultKind> all() {
    return List.of(
        FaultKind.of(
            "clock of a task manager jumps", 3, ClockFaults::taskManager, Requirement.FAKE_CLOCK),
        FaultKind.of(
            "clock of the job manager jumps", 3, ClockFaults::jobManager, Requirement.FAKE_CLOCK));
  }

  private static void taskManager(Trial trial, SplittableRandom random) {
    FlinkCluster flink = trial.cluster().flink();
    int victim = random.nextInt(flink.taskManagers().size());
    Path clock = set(trial, "+0");
    flink.taskManagers().get(victim).kill();
    flink.startTaskManager(victim, List.of(), environment(clock));
    try {
      jump(trial, flink.taskManagers().get(victim));
    } finally {
      flink.restartTaskManager(victim);
    }
  }

  private static void jobManager(Trial trial, SplittableRandom random) {
    FlinkCluster flink = trial.cluster().flink();
    Path clock = set(trial, "+0");
    flink.jobManager().kill();
    flink.startJobManager(environment(clock));
    try {
      jump(trial, flink.jobManager());
    } finally {
      flink.jobManager().kill();
      flink.startJobManager(Map.of());
    }
  }

  private static void jump(Trial trial, Child whose) {
    trial.awaitCheckpointsAfter(trial.lastCheckpoint());
    requireFakeClock(whose);
    for (String shift : List.of("+3600s", "-7200s")) {
      set(trial, shift);
      trial.awaitCheckpointsAfter(trial.lastCheckpoint());
    }
  }

  private static void requireFakeClock(Child process) {
    Path loaded = Path.of("/proc", Long.toString(process.pid()), "maps");
    try {
      if (!Files.readString(loaded).contains(LIBRARY.getFileName().toString())) {
        throw new FaultsException(process.name() + " runs without " + LIBRARY);
      }
    } catch (IOException e) {
      throw new FaultsException(loaded + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path set(Trial trial, String shift) {
    try {
      return Files.writeString(trial.cluster().folder().scratch().resolve("clock"), shift + "\n");
    } catch (IOException e) {
      throw new FaultsException("the clock cannot be set: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> environment(Path clock) {
    return Map.of(
        "LD_PRELOAD",
        LIBRARY.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        clock.toString(),
        "FAKETIME_CACHE_DURATION", // seconds; a process that reads the file each time hardly moves
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }
}
