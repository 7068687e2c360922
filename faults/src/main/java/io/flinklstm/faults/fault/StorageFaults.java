package io.flinklstm.faults.fault;

import io.flinklstm.faults.Await;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.cluster.Child;
import io.flinklstm.faults.cluster.FlinkCluster;
import io.flinklstm.faults.cluster.KafkaCluster;
import io.flinklstm.faults.cluster.Volume;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Disks that are full, read-only, frozen, failing, or whose files have gone bad. */
final class StorageFaults {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private StorageFaults() {}

  static List<FaultKind> all() {
    return List.of(
        FaultKind.of("checkpoint storage full", 4, StorageFaults::full, Requirement.MOUNTS),
        FaultKind.of(
            "checkpoint storage read-only", 4, StorageFaults::readOnly, Requirement.MOUNTS),
        FaultKind.of("checkpoint storage frozen", 4, StorageFaults::frozen, Requirement.MOUNTS),
        FaultKind.of("checkpoint storage failing", 4, (t, r) -> failing(t, r, "eio 30")),
        FaultKind.of("checkpoint storage writing short", 4, (t, r) -> failing(t, r, "short 30")),
        FaultKind.of("checkpoint storage slow", 3, StorageFaults::slow),
        FaultKind.of("checkpoint files truncated", 3, (t, r) -> spoil(t, Damage.TRUNCATE)),
        FaultKind.of("checkpoint files corrupt", 3, (t, r) -> spoil(t, Damage.FLIP)),
        FaultKind.of("broker's disk full", 4, StorageFaults::brokerFull, Requirement.MOUNTS));
  }

  private static void full(Trial trial, SplittableRandom random) {
    Volume storage = trial.cluster().storage();
    bite(trial, random, storage::fill, storage::free);
  }

  private static void readOnly(Trial trial, SplittableRandom random) {
    Volume storage = trial.cluster().storage();
    bite(trial, random, () -> makeReadOnly(storage), () -> storage.readOnly(false));
  }

  /** A file that is open for writing at this moment forbids it; a checkpoint is over soon. */
  private static void makeReadOnly(Volume storage) {
    Await.until(
        "the storage is read-only",
        PATIENCE,
        () -> {
          storage.readOnly(true);
          return true;
        });
  }

  private static void failing(Trial trial, SplittableRandom random, String order) {
    FlinkCluster flink = trial.cluster().flink();
    bite(trial, random, () -> flink.orderStorage(order), flink::healStorage);
  }

  /** For as long as drawn, and until a checkpoint has failed of it. */
  private static void bite(
      Trial trial, SplittableRandom random, Runnable breaking, Runnable healing) {
    long before = trial.failedCheckpoints();
    breaking.run();
    Await.outage(ProcessFaults.seconds(random, 5, 15));
    Await.until("a checkpoint fails", PATIENCE, () -> trial.failedCheckpoints() > before);
    healing.run();
  }

  private static void slow(Trial trial, SplittableRandom random) {
    FlinkCluster flink = trial.cluster().flink();
    flink.orderStorage("slow 50");
    Await.outage(ProcessFaults.seconds(random, 5, 15));
    flink.healStorage();
  }

  private static void frozen(Trial trial, SplittableRandom random) {
    Volume storage = trial.cluster().storage();
    storage.freeze();
    Await.outage(ProcessFaults.seconds(random, 5, 30));
    storage.thaw();
  }

  /**
   * A restore from damaged files must fail aloud, again and again, and never go on with other bits.
   * Once the files are right again, so is the job.
   */
  private static void spoil(Trial trial, Damage damage) {
    FlinkCluster flink = trial.cluster().flink();
    flink.taskManagers().forEach(Child::kill);
    long since = System.currentTimeMillis();
    try (Damage.Undo undo = damage.of(flink.checkpoints().resolve(trial.job()))) {
      for (int i = 0; i < flink.taskManagers().size(); i++) {
        flink.startTaskManager(i);
      }
      Await.until(
          "the restore from " + undo.files() + " damaged files fails",
          PATIENCE,
          () -> flink.rest().failures(trial.job(), since).stream().anyMatch(Damage::isNamedIn));
    }
  }

  private static void brokerFull(Trial trial, SplittableRandom random) {
    KafkaCluster kafka = trial.cluster().kafka();
    Volume disk = trial.cluster().brokerDisk();
    disk.fill();
    boolean ended = Await.within(Duration.ofSeconds(25), () -> !kafka.broker(0).isAlive());
    disk.free();
    if (!ended) {
      kafka.broker(0).kill(); // a broker that has met a full disk is started anew in any case
    }
    kafka.start(0);
  }
}
