package io.flinklstm.faults;

import io.flinklstm.faults.audit.Finding;
import io.flinklstm.faults.audit.Verdict;
import io.flinklstm.faults.cluster.Cluster;
import io.flinklstm.faults.cluster.FlinkCluster;
import io.flinklstm.faults.cluster.Network;
import io.flinklstm.faults.cluster.RunFolder;
import io.flinklstm.faults.control.Control;
import io.flinklstm.faults.control.Controls;
import io.flinklstm.faults.fault.Schedule;
import io.flinklstm.faults.workload.Workload;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run: a cluster, a pipeline on it, fault after fault, and the judgement of all that came. */
public final class Campaign {

  private static final int TASK_MANAGERS = 2;
  private static final int SLOTS = 2;
  private static final int KEYS = 500;
  private static final int KEPT_EVERY = 10; // faults

  /**
   * What a run is.
   *
   * @param steps faults in order
   * @param enough how many of them must have been tried
   * @param controls that are run after them on the same cluster
   */
  public record Plan(
      long seed,
      List<Schedule.Step> steps,
      int enough,
      Pace pace,
      List<Control> controls,
      Layout layout) {}

  /**
   * How much and how fast.
   *
   * @param minutes after which no further fault is begun
   * @param perSecond records while faults go on
   * @param records in all, at least
   */
  public record Pace(int minutes, int perSecond, long records, int badPerMille) {}

  /**
   * Of the cluster.
   *
   * @param mounts whether disks of its own can be mounted
   */
  public record Layout(
      int brokers, String backend, boolean unaligned, boolean isolated, boolean mounts) {

    @Override
    public String toString() {
      return "%d broker%s, %d task managers, backend %s, %s checkpoints every second, %s"
          .formatted(
              brokers,
              brokers == 1 ? "" : "s",
              TASK_MANAGERS,
              backend,
              unaligned ? "unaligned" : "aligned",
              isolated ? "network namespaces" : "loopback");
    }

    /** Starts such a cluster. */
    public Cluster start(RunFolder folder) {
      return Cluster.start(
          folder,
          Network.create(isolated, TASK_MANAGERS),
          brokers,
          new FlinkCluster.Settings(TASK_MANAGERS, SLOTS, backend, unaligned),
          mounts);
    }
  }

  /**
   * A fault that was injected.
   *
   * @param from the first record written after it began
   * @param poisoned bad records that had been written on top until then
   * @param recovered seconds from the healing; negative where it did not
   * @param took seconds from the beginning of the fault to the recovery
   * @param failure empty where there was none
   */
  public record Injected(
      Schedule.Step step, long from, long poisoned, double recovered, double took, String failure) {

    /** Whether a record, bad ones on top counted from -1 down, was written after it began. */
    public boolean isBefore(long number) {
      return number < 0 ? poisoned < -number : from <= number;
    }
  }

  /**
   * What a run found.
   *
   * @param inFlight the most bytes of data on its way that a checkpoint has kept
   * @param unfinished why it ended early; empty where it did not
   */
  public record Outcome(
      List<Injected> injected,
      Verdict verdict,
      List<Finding> findings,
      List<Controls.Result> controls,
      long inFlight,
      long seconds,
      String unfinished) {

    static final Outcome NONE =
        new Outcome(List.of(), new Verdict(0, 0, 0, Map.of()), List.of(), List.of(), 0, 0, "");

    Outcome with(List<Controls.Result> controls, long seconds) {
      return new Outcome(
          injected, verdict, findings, List.copyOf(controls), inFlight, seconds, unfinished);
    }

    /** The same, of which something is still to come. */
    public Outcome before(String what) {
      String why = unfinished.isEmpty() ? what + " is still to come" : unfinished;
      return new Outcome(injected, verdict, findings, controls, inFlight, seconds, why);
    }
  }

  /** What is done between two faults, beside letting records flow. */
  public interface Between {
    /**
     * Called after each recovery.
     *
     * @param seconds since the run began
     */
    void faults(Trial trial, long seconds);
  }

  private final Plan plan;
  private final RunFolder folder;
  private final Between between;
  private final List<Injected> injected = new ArrayList<>();
  private final long start = System.nanoTime();
  private long inFlight;

  public Campaign(Plan plan, RunFolder folder, Between between) {
    this.plan = plan;
    this.folder = folder;
    this.between = between;
  }

  /**
   * Runs it to its end.
   *
   * @param kept gets the outcome now and then, after the faults, and again after each control: a
   *     run that is cut short has its result up to there
   */
  public Outcome run(Consumer<Outcome> kept) {
    try (Cluster cluster = plan.layout.start(folder)) {
      say("cluster serves: " + plan.layout);
      Outcome outcome = plan.steps.isEmpty() ? Outcome.NONE : trial(cluster, kept);
      keep(outcome, kept);
      List<Controls.Result> controls = new ArrayList<>();
      for (Control control : plan.controls) {
        Controls.Result result = Controls.run(cluster, control, plan.seed, controls.size());
        say(
            (result.detected() ? "noticed: " : "NOT NOTICED: ")
                + result.name()
                + ", found "
                + result.found());
        controls.add(result);
        keep(outcome.with(controls, seconds()), kept);
      }
      return outcome.with(controls, seconds());
    }
  }

  private void keep(Outcome outcome, Consumer<Outcome> kept) {
    boolean all = outcome.controls.size() == plan.controls.size();
    kept.accept(all ? outcome : outcome.before("a control"));
  }

  private Outcome trial(Cluster cluster, Consumer<Outcome> kept) {
    Workload workload = new Workload(plan.seed, KEYS, plan.pace.badPerMille);
    Trial.Setup setup = Trial.Setup.standard(cluster, "faults", workload, plan.pace.perSecond);
    try (Trial trial = Trial.start(cluster, setup, Trial.PARALLELISM)) {
      say("job runs, records flow");
      String unfinished;
      try {
        unfinished = breakThings(trial, kept);
        say("faults are over, %,d records written".formatted(trial.producer().acknowledged()));
        trial.finish(plan.pace.records);
      } catch (FaultsException e) {
        unfinished = e.getMessage(); // what was found until then still counts
      }
      Outcome outcome = outcome(trial, unfinished);
      say(outcome.verdict.toString());
      return outcome;
    }
  }

  private Outcome outcome(Trial trial, String unfinished) {
    return new Outcome(
        List.copyOf(injected),
        trial.auditor().verdict(),
        trial.auditor().findings(),
        List.of(),
        inFlight,
        seconds(),
        unfinished);
  }

  private String breakThings(Trial trial, Consumer<Outcome> kept) {
    long end = seconds() + TimeUnit.MINUTES.toSeconds(plan.pace.minutes);
    for (Schedule.Step step : plan.steps) {
      if (seconds() > end) {
        return injected.size() >= plan.enough
            ? ""
            : "time was over after %d of %d faults".formatted(injected.size(), plan.steps.size());
      }
      if (!inject(trial, step)) {
        return "no recovery from \"" + step.kind().name() + "\", fault " + step.index();
      }
      if (injected.size() % KEPT_EVERY == 0) {
        kept.accept(outcome(trial, "it was cut short, or goes on"));
      }
      between.faults(trial, seconds());
    }
    return "";
  }

  /** Returns whether the job went on. */
  private boolean inject(Trial trial, Schedule.Step step) {
    trial.check();
    long from = trial.producer().next();
    long poisoned = trial.producer().poisoned();
    String failure = "";
    double recovered = -1;
    long began = System.nanoTime();
    try {
      long before = trial.lastCheckpoint();
      step.kind().fault().inject(trial, step.random(plan.seed));
      long healed = System.nanoTime();
      trial.awaitCheckpointsAfter(Math.max(before, trial.lastCheckpoint()));
      recovered = (System.nanoTime() - healed) / 1e9;
    } catch (FaultsException | UncheckedIOException e) {
      failure = e.getMessage();
      recovered = recoversAfterAll(trial) ? recovered : Double.NaN;
    }
    inFlight = Math.max(inFlight, trial.inFlight());
    injected.add(
        new Injected(
            step,
            from,
            poisoned,
            Double.isNaN(recovered) ? -1 : recovered,
            (System.nanoTime() - began) / 1e9,
            failure));
    say(
        "%3d %-48s %s; %s"
            .formatted(
                step.index(),
                step.kind().name(),
                failure.isEmpty() ? "%.1f s".formatted(recovered) : "FAILED: " + failure,
                trial.auditor().verdict()));
    return !Double.isNaN(recovered);
  }

  /** The fault itself could not be done as meant; the rest of the run need not fall with it. */
  private static boolean recoversAfterAll(Trial trial) {
    return Await.within(
        Duration.ofSeconds(120),
        () -> {
          trial.cluster().heal();
          trial.cluster().revive();
          long last = trial.lastCheckpoint();
          return last >= 0
              && Await.within(Duration.ofSeconds(20), () -> trial.lastCheckpoint() > last);
        });
  }

  private long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }

  private void say(String text) {
    System.out.printf("%4d s  %s%n", seconds(), text);
  }
}
