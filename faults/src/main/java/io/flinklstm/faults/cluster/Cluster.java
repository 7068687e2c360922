package io.flinklstm.faults.cluster;

import io.flinklstm.faults.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Everything that a pipeline needs, each part a process that can be broken. */
public final class Cluster implements AutoCloseable {

  private static final Duration STARTS = Duration.ofSeconds(300);

  private final RunFolder folder;
  private final ClassPath classPath;
  private final Network network;
  private final KafkaCluster kafka;
  private final FlinkCluster flink;
  private final Optional<Volume> storage;
  private final Optional<Volume> brokerDisk;

  private Cluster(
      RunFolder folder,
      ClassPath classPath,
      Network network,
      KafkaCluster kafka,
      FlinkCluster flink,
      boolean mounts) {
    this.folder = folder;
    this.classPath = classPath;
    this.network = network;
    this.kafka = kafka;
    this.flink = flink;
    storage = volume(mounts, folder.directory("storage"), "1G");
    brokerDisk = volume(mounts, folder.directory("kafka0"), "24G");
  }

  private Optional<Volume> volume(boolean mounts, Path directory, String size) {
    Path image = folder.scratch().resolve(directory.getFileName() + ".img");
    return mounts ? Optional.of(Volume.mount(directory, image, size)) : Optional.empty();
  }

  /**
   * Starts all and returns when all serve.
   *
   * @param mounts whether checkpoints and the first broker have small disks of their own
   */
  public static Cluster start(
      RunFolder folder,
      Network network,
      int brokers,
      FlinkCluster.Settings settings,
      boolean mounts) {
    ClassPath classPath = new ClassPath(folder.home());
    KafkaCluster kafka =
        new KafkaCluster(folder, classPath, network.address(Network.Service.KAFKA), brokers);
    FlinkCluster flink = new FlinkCluster(folder, classPath, network, settings);
    Cluster cluster = new Cluster(folder, classPath, network, kafka, flink, mounts);
    kafka.start();
    kafka.awaitServing(); // one after the other: starting takes every processor there is
    flink.start();
    Await.until(
        "all task managers are registered",
        STARTS,
        () -> {
          cluster.revive();
          return flink.isServing();
        });
    return cluster;
  }

  public RunFolder folder() {
    return folder;
  }

  public ClassPath classPath() {
    return classPath;
  }

  public Network network() {
    return network;
  }

  public KafkaCluster kafka() {
    return kafka;
  }

  /** The disk of the checkpoints. */
  public Volume storage() {
    return storage.orElseThrow();
  }

  /** The disk of the first broker. */
  public Volume brokerDisk() {
    return brokerDisk.orElseThrow();
  }

  public FlinkCluster flink() {
    return flink;
  }

  /**
   * Starts again whatever has ended by itself, as a supervisor does in production: Flink's
   * processes end themselves on what they count as fatal, such as a lost leadership.
   */
  public void revive() {
    for (int i = 0; i < flink.taskManagers().size(); i++) {
      if (hasEnded(flink.taskManagers().get(i))) {
        flink.startTaskManager(i);
      }
    }
    for (int i = 0; i < kafka.size(); i++) {
      if (hasEnded(kafka.broker(i))) {
        kafka.start(i);
      }
    }
    if (hasEnded(flink.jobManager())) {
      flink.startJobManager(Map.of());
    }
    if (hasEnded(flink.zookeeper())) {
      flink.startZooKeeper();
    }
  }

  /** Takes back whatever a fault that failed halfway may have left broken. */
  public void heal() {
    network.heal();
    kafka.proxies().forEach(Proxy::heal);
    flink.zookeeperProxy().heal();
    storage.ifPresent(Volume::heal);
    brokerDisk.ifPresent(Volume::heal);
    flink.healStorage();
    children().filter(Child::isAlive).forEach(Child::thaw);
  }

  private Stream<Child> children() {
    return Stream.of(
            flink.taskManagers().stream(),
            Stream.of(flink.jobManager(), flink.zookeeper()),
            IntStream.range(0, kafka.size()).mapToObj(kafka::broker))
        .flatMap(all -> all);
  }

  private static boolean hasEnded(Child child) {
    if (!child.isAlive()) {
      int status = child.awaitExit(Duration.ofSeconds(1));
      System.out.println(
          "  " + child.name() + " ended by itself, status " + status + "; restarted");
    }
    return !child.isAlive();
  }

  /** Kills what is left; a frozen process dies of it as well. */
  @Override
  public void close() {
    children().forEach(Child::kill);
    kafka.proxies().forEach(Proxy::close);
    flink.zookeeperProxy().close();
    flink.jobManager().awaitExit(Duration.ofSeconds(5));
  }
}
