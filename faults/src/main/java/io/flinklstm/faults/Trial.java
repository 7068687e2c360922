package io.flinklstm.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.faults.audit.Auditor;
import io.flinklstm.faults.audit.Finding;
import io.flinklstm.faults.audit.PlainWeights;
import io.flinklstm.faults.cluster.Cluster;
import io.flinklstm.faults.workload.SeededProducer;
import io.flinklstm.faults.workload.TrialModel;
import io.flinklstm.faults.workload.Workload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** One pipeline on a cluster: its topics, its job, who writes and who audits. */
public final class Trial implements AutoCloseable {

  /** More than one task manager has slots for: whichever is hit, tasks of the job are. */
  public static final int PARALLELISM = 3;

  private static final int HIDDEN = 16;
  private static final int PARTITIONS = 4;
  private static final Duration RECOVERS = Duration.ofSeconds(420);

  /** Longer than two checkpoints that expire: then what is missing does not come. */
  private static final Duration QUIET = Duration.ofSeconds(150);

  /**
   * What is tried.
   *
   * @param name of the job and its topics
   * @param perSecond how many records are written while things break
   * @param timeout of transactions
   * @param delivery as in a pipeline file
   * @param committedOnly how the auditor reads
   * @param jar of the job
   */
  public record Setup(
      String name,
      Workload workload,
      int perSecond,
      Duration timeout,
      String delivery,
      boolean committedOnly,
      Path jar) {

    /** As users run it. */
    public static Setup standard(Cluster cluster, String name, Workload workload, int perSecond) {
      return new Setup(
          name,
          workload,
          perSecond,
          Duration.ofMinutes(10),
          "exactly-once",
          true,
          cluster.classPath().jobJar());
    }

    public Setup withTimeout(Duration timeout) {
      return new Setup(name, workload, perSecond, timeout, delivery, committedOnly, jar);
    }

    public Setup withDelivery(String delivery) {
      return new Setup(name, workload, perSecond, timeout, delivery, committedOnly, jar);
    }

    public Setup readUncommitted() {
      return new Setup(name, workload, perSecond, timeout, delivery, false, jar);
    }

    public Setup withJar(Path jar) {
      return new Setup(name, workload, perSecond, timeout, delivery, committedOnly, jar);
    }
  }

  private final Cluster cluster;
  private final Setup setup;
  private final Path pipeline;
  private final SeededProducer producer;
  private final Auditor auditor;
  private String job;
  private int parallelism;

  private Trial(
      Cluster cluster, Setup setup, Path pipeline, SeededProducer producer, Auditor auditor) {
    this.cluster = cluster;
    this.setup = setup;
    this.pipeline = pipeline;
    this.producer = producer;
    this.auditor = auditor;
  }

  /** Starts everything; returns when checkpoints complete. */
  public static Trial start(Cluster cluster, Setup setup, int parallelism) {
    String input = setup.name + "-events";
    String output = setup.name + "-results";
    String dead = setup.name + "-dead";
    cluster.kafka().createTopics(List.of(input, output, dead), PARTITIONS);
    PlainWeights weights = PlainWeights.random(setup.workload.seed(), HIDDEN);
    byte[] model = TrialModel.file(weights);
    Path pipeline = write(cluster, setup, model);
    String bootstrap = cluster.kafka().bootstrap();
    Auditor auditor =
        Auditor.start(
            new Auditor.Source(bootstrap, input, output, dead, setup.committedOnly),
            setup.workload,
            weights,
            fingerprint(model));
    SeededProducer producer =
        SeededProducer.start(setup.workload, bootstrap, input, setup.perSecond);
    Trial trial = new Trial(cluster, setup, pipeline, producer, auditor);
    try {
      trial.submit(parallelism, null);
      return trial;
    } catch (FaultsException e) {
      trial.close();
      throw e;
    }
  }

  private static Path write(Cluster cluster, Setup setup, byte[] model) {
    Path folder = cluster.folder().directory("pipeline-" + setup.name);
    try {
      Files.write(folder.resolve("model.safetensors"), model);
      return Files.writeString(
          folder.resolve("pipeline.yaml"),
          """
          name: %s
          kafka:
            bootstrap: "%s"
          input:
            topic: %1$s-events
            start: earliest
          model:
            file: model.safetensors
          operator:
            max-wave: 64
          output:
            topic: %1$s-results
            dead-letters: %1$s-dead
            delivery: %s
            transaction-timeout: %d ms
          checkpoints:
            interval: %d ms
            unaligned: %b
          """
              .formatted(
                  setup.name,
                  cluster.kafka().jobBootstrap(),
                  setup.delivery,
                  setup.timeout.toMillis(),
                  Math.min(1_000, setup.timeout.toMillis() / 4),
                  cluster.flink().settings().unaligned()));
    } catch (IOException e) {
      throw new FaultsException("the pipeline cannot be written: " + e.getMessage(), e);
    }
  }

  private static String fingerprint(byte[] model) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(model);
      return HexFormat.of().toHexDigits(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new FaultsException("every JDK has SHA-256", e);
    }
  }

  private void submit(int parallelism, String savepoint) {
    this.parallelism = parallelism;
    job = cluster.flink().submit(setup.jar, pipeline, parallelism, savepoint);
    awaitCheckpointsAfter(-1);
    requireChosenCheckpoints();
  }

  /** Nothing must be said of checkpoints that are others. */
  private void requireChosenCheckpoints() {
    boolean chosen = cluster.flink().settings().unaligned();
    try {
      boolean found = cluster.flink().rest().isUnaligned(job);
      if (found != chosen) {
        throw new FaultsException(
            "found unaligned checkpoints " + found + " of job " + job + ", expected " + chosen);
      }
    } catch (IOException e) {
      throw new FaultsException("how checkpoints are made is not told: " + e.getMessage(), e);
    }
  }

  /** Stops with a savepoint and goes on from it; what happens in between is told in the middle. */
  public void rescale(int parallelism, Runnable inBetween) {
    try {
      String savepoint =
          cluster.flink().rest().stopWithSavepoint(job, cluster.flink().savepoints());
      this.parallelism = parallelism;
      job = cluster.flink().submit(setup.jar, pipeline, parallelism, savepoint);
    } catch (IOException e) {
      throw new FaultsException("the job cannot be stopped: " + e.getMessage(), e);
    }
    inBetween.run();
    awaitCheckpointsAfter(-1);
  }

  public Cluster cluster() {
    return cluster;
  }

  public String job() {
    return job;
  }

  public int parallelism() {
    return parallelism;
  }

  public SeededProducer producer() {
    return producer;
  }

  public Auditor auditor() {
    return auditor;
  }

  /** Throws what has ended producer or auditor: nothing that they say counts any more. */
  public void check() {
    producer.check();
    auditor.check();
  }

  /** Id of the last completed checkpoint; -1 where nobody can say. */
  public long lastCheckpoint() {
    try {
      return cluster.flink().rest().latestCheckpoint(job);
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * How many checkpoints have failed.
   *
   * @throws FaultsException where nobody can say
   */
  public long failedCheckpoints() {
    try {
      return cluster.flink().rest().checkpoints(job).path("counts").path("failed").longValue();
    } catch (IOException e) {
      throw new FaultsException("the checkpoints are not told: " + e.getMessage(), e);
    }
  }

  /** The most bytes of data on its way that a checkpoint has kept; 0 where nobody can say. */
  public long inFlight() {
    try {
      JsonNode summary = cluster.flink().rest().checkpoints(job).path("summary");
      return summary.path("persisted_data").path("max").asLong();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Waits for the second checkpoint after one: the first may have begun before. */
  public void awaitCheckpointsAfter(long checkpoint) {
    Await.until(
        "two checkpoints of job " + job + " after " + checkpoint,
        RECOVERS,
        () -> {
          cluster.revive();
          return cluster.flink().rest().latestCheckpoint(job) > checkpoint + 1;
        });
  }

  /**
   * Writes the rest, waits until all is answered or nothing more comes, and judges.
   *
   * @param atLeast records in all
   */
  public List<Finding> finish(long atLeast) {
    producer.finish(atLeast);
    Await.until(
        "all records are written",
        Duration.ofMinutes(30),
        () -> producer.hasFailed() || producer.isDone());
    producer.check();
    long written = producer.acknowledged();
    Await.until(
        "everything is answered, or nothing comes any more",
        Duration.ofMinutes(30),
        () -> {
          cluster.revive();
          return auditor.hasFailed()
              || (auditor.verdict().records() >= written && auditor.open() == 0)
              || auditor.quiet().compareTo(QUIET) > 0;
        });
    auditor.check();
    if (lastCheckpoint() >= 0) {
      awaitCheckpointsAfter(lastCheckpoint()); // what comes twice may come late
    }
    return auditor.finish(producer.next(), producer.poisoned());
  }

  /** Ends the job; the cluster stays. */
  @Override
  public void close() {
    producer.close();
    auditor.close();
    if (job == null) {
      return; // it was refused
    }
    try {
      cluster.flink().rest().cancel(job);
    } catch (IOException | FaultsException e) {
      System.err.println("job " + job + " is not cancelled: " + e.getMessage());
    }
  }
}
