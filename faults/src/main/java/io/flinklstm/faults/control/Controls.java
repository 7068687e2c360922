package io.flinklstm.faults.control;

import io.flinklstm.faults.Await;
import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.Trial.Setup;
import io.flinklstm.faults.audit.Finding;
import io.flinklstm.faults.audit.Finding.Kind;
import io.flinklstm.faults.cluster.Child;
import io.flinklstm.faults.cluster.Cluster;
import io.flinklstm.faults.cluster.FlinkCluster;
import io.flinklstm.faults.cluster.LogWatch;
import io.flinklstm.faults.cluster.Proxy;
import io.flinklstm.faults.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All controls, and running them on a cluster, one after the other. */
public final class Controls {

  private static final String OPERATORS = "operators/src/main/java/io/flinklstm/operators/";
  private static final String KERNELS = "core/src/main/java/io/flinklstm/core/kernel/";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration OUTAGE = Duration.ofSeconds(35);
  private static final int KILLS = 2;
  private static final int RATE = 500;
  private static final long RECORDS = 10_000;

  private Controls() {}

  /**
   * What became of a control.
   *
   * @param detected whether the audit found what it had to
   * @param found counts by kind, or why the job was refused
   */
  public record Result(String name, boolean detected, String found, List<Finding> findings) {}

  /** The outage that is longer than the transaction timeout. */
  public static final Control TIMEOUT_TOO_SHORT =
      new Control(
          "transaction timeout shorter than the outage",
          setup -> setup.withTimeout(TIMEOUT),
          Optional.empty(),
          Controls::longOutage,
          Set.of(Kind.LOST));

  /** All. */
  public static List<Control> all() {
    UnaryOperator<Setup> standard = UnaryOperator.identity();
    return List.of(
        TIMEOUT_TOO_SHORT,
        new Control(
            "sink at least once",
            setup -> setup.withDelivery("at-least-once"),
            Optional.empty(),
            Controls::kills,
            Set.of(Kind.DUPLICATE)),
        new Control(
            "reader of uncommitted records",
            Setup::readUncommitted,
            Optional.empty(),
            Controls::kills,
            Set.of(Kind.DUPLICATE)),
        new Control(
            "no flush before the barrier",
            standard,
            Optional.of(
                new Mutant(
                    OPERATORS + "GatheringOperator.java",
                    "    flush(FlushCause.CHECKPOINT);\n    save();",
                    "    save();")),
            Controls::kills,
            Set.of(Kind.LOST, Kind.WRONG)),
        new Control(
            "state changed in place and not written",
            standard,
            Optional.of(
                new Mutant(
                    // Right until a restore. Where the backend keeps bytes, that is: one that keeps
                    // objects has no recent ones beside it.
                    OPERATORS + "RecentStates.java",
                    "    kept.state = keyState;\n    kept.changed = true;",
                    "    kept.changed |= kept.state != keyState;\n    kept.state = keyState;")),
            Controls::kills,
            Set.of(Kind.WRONG)),
        new Control(
            "kernel that adds up lane by lane",
            standard,
            Optional.of(
                new Mutant(
                    KERNELS + "ScalarKernels.java",
                    "    for (int k = 0; k < m.hidden; k++) {\n"
                        + "      sum = Math.fma(w[at += step], h[hOffset + k], sum);\n"
                        + "    }\n"
                        + "    return sum;",
                    "    float[] lanes = new float[8];\n"
                        + "    for (int k = 0; k < m.hidden; k++) {\n"
                        + "      lanes[k % 8] = Math.fma(w[at += step], h[hOffset + k], lanes[k % 8]);\n"
                        + "    }\n"
                        + "    for (float lane : lanes) {\n"
                        + "      sum += lane;\n"
                        + "    }\n"
                        + "    return sum;")),
            trial -> {},
            Set.of(Kind.WRONG)),
        new Control(
            "uid of the operator removed",
            standard,
            Optional.of(
                new Mutant(
                    "jobs/src/main/java/io/flinklstm/jobs/PipelineJob.java",
                    "        .uid(\"lstm\")\n",
                    "")),
            trial -> {},
            Set.of()));
  }

  /** Runs one. */
  public static Result run(Cluster cluster, Control control, long seed, int index) {
    Workload workload = new Workload(seed + index, 200, 5);
    Setup setup =
        control.setup().apply(Setup.standard(cluster, "control-" + index, workload, RATE));
    if (control.mutant().isPresent()) {
      Path jar =
          control
              .mutant()
              .get()
              .jar(
                  cluster.folder().home(),
                  setup.jar(),
                  cluster.folder().scratch(),
                  Integer.toString(index));
      setup = setup.withJar(jar);
    }
    try (Trial trial = Trial.start(cluster, setup, Trial.PARALLELISM)) {
      control.outage().happen(trial);
      List<Finding> findings = trial.finish(RECORDS);
      Map<Kind, Long> counts = new TreeMap<>(trial.auditor().verdict().counts());
      boolean detected = counts.keySet().stream().anyMatch(control.expected()::contains);
      return new Result(control.name(), detected, counts.toString(), findings);
    } catch (FaultsException e) {
      String why = e.getMessage();
      boolean refused = control.expected().isEmpty() && why.contains("found no uid, expected one");
      return new Result(
          control.name(), refused, refused ? "refused at submission" : why, List.of());
    }
  }

  /**
   * What these controls do wrong, only a restore may show: else it would not be what is noticed.
   */
  private static void kills(Trial trial) {
    if (!trial.auditor().verdict().isClean()) {
      throw new FaultsException("noticed before the first kill: " + trial.auditor().verdict());
    }
    for (int i = 0; i < KILLS; i++) {
      FlinkCluster flink = trial.cluster().flink();
      long before = trial.lastCheckpoint();
      flink.restartTaskManager(i % flink.taskManagers().size());
      trial.awaitCheckpointsAfter(Math.max(before, trial.lastCheckpoint()));
    }
  }

  /**
   * What is lost is what a completed checkpoint has written and not yet committed. So commits are
   * held back until one has completed, and the outage begins then.
   */
  private static void longOutage(Trial trial) {
    FlinkCluster flink = trial.cluster().flink();
    List<Proxy> proxies = trial.cluster().kafka().proxies();
    LogWatch log = flink.jobManager().watch();
    proxies.forEach(proxy -> proxy.set(Proxy.Mode.SWALLOW_COMMITS));
    log.await(LogWatch.CHECKPOINT_COMPLETED, Duration.ofSeconds(60));
    long before = trial.lastCheckpoint();
    flink.taskManagers().forEach(Child::kill);
    Await.outage(OUTAGE);
    proxies.forEach(Proxy::heal);
    for (int i = 0; i < flink.taskManagers().size(); i++) {
      flink.startTaskManager(i);
    }
    trial.awaitCheckpointsAfter(Math.max(before, trial.lastCheckpoint()));
  }
}
