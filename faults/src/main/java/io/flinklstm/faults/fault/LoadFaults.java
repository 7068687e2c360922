package io.flinklstm.faults.fault;

import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.cluster.Child;
import io.flinklstm.faults.cluster.FlinkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Too little memory, bad input, and another parallelism, each with something else going on. */
final class LoadFaults {

  private static final String LIMIT = Integer.toString(120 << 20); // below what one needs to work
  private static final int KILLED = 128 + 9;
  private static final int POISON = 2_000;

  private LoadFaults() {}

  static List<FaultKind> all() {
    return List.of(
        FaultKind.of(
            "task manager killed for its memory while it starts",
            5,
            LoadFaults::outOfMemory,
            Requirement.MEMORY_LIMIT),
        FaultKind.of("2,000 bad records at once", 6, (t, r) -> t.producer().poison(POISON)),
        FaultKind.of("rescale", 6, (t, r) -> rescale(t, r, () -> {})),
        FaultKind.of(
            "rescale, and a kill in the restore",
            6,
            (t, r) -> rescale(t, r, () -> ProcessFaults.killTaskManager(t, r))));
  }

  /** The kernel ends it when it takes more than its group may. */
  private static void outOfMemory(Trial trial, SplittableRandom random) {
    FlinkCluster flink = trial.cluster().flink();
    int victim = random.nextInt(flink.taskManagers().size());
    Child child = flink.taskManagers().get(victim);
    Path group =
        Path.of("/sys/fs/cgroup/memory", trial.cluster().folder().scratch().getFileName() + "-tm");
    try {
      Files.createDirectories(group);
      Files.writeString(group.resolve("memory.limit_in_bytes"), LIMIT);
    } catch (IOException e) {
      throw new FaultsException("group " + group + " cannot be made: " + e.getMessage(), e);
    }
    child.kill();
    String join = "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"";
    flink.startTaskManager(victim, List.of("bash", "-c", join, "limited"), Map.of());
    try {
      int status = child.awaitExit(Duration.ofSeconds(120));
      if (status != KILLED) {
        throw new FaultsException(
            "the limited task manager ended with " + status + ", not " + KILLED);
      }
    } finally {
      flink.restartTaskManager(victim);
    }
  }

  /** There and back: later faults need a job on all task managers. */
  private static void rescale(Trial trial, SplittableRandom random, Runnable inBetween) {
    int slots = trial.cluster().flink().slots();
    int before = trial.parallelism();
    int other = 1 + (before + random.nextInt(slots - 1)) % slots;
    trial.rescale(other, inBetween);
    trial.rescale(before, () -> {});
  }
}
