package io.flinklstm.faults.cluster;

import io.flinklstm.faults.Await;
import io.flinklstm.faults.FaultsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * One or three brokers that are their own controllers. The job reaches them through a proxy each,
 * producer and auditor directly.
 */
public final class KafkaCluster {

  private static final Duration STARTS = Duration.ofSeconds(120);

  private final RunFolder folder;
  private final ClassPath classPath;
  private final String address;
  private final List<Child> brokers = new ArrayList<>();
  private final List<Proxy> proxies = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Integer> controllerPorts = new ArrayList<>();
  private final List<Integer> proxyPorts = new ArrayList<>();
  private final String id = Uuid.randomUuid().toString();

  KafkaCluster(RunFolder folder, ClassPath classPath, String address, int size) {
    this.folder = folder;
    this.classPath = classPath;
    this.address = address;
    for (int i = 0; i < size; i++) {
      brokers.add(new Child("kafka" + i, folder.logs()));
      ports.add(Ports.free());
      controllerPorts.add(Ports.free());
      proxyPorts.add(Ports.free());
    }
  }

  /** Formats and starts all; does not wait until they serve. */
  void start() {
    for (int i = 0; i < brokers.size(); i++) {
      int jobPort = Ports.free();
      RunFolder.write(file(i), properties(i, jobPort));
      Shell.run(
          Java.path(),
          "-Xmx128m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          Java.LOGGING,
          "-cp",
          classPath.kafka(),
          "kafka.tools.StorageTool",
          "format",
          "-t",
          id,
          "-c",
          file(i).toString());
      proxies.add(Proxy.start(address, proxyPorts.get(i), jobPort));
      start(i);
    }
  }

  public void start(int broker) {
    List<String> command = new ArrayList<>(Java.small(320));
    command.addAll(List.of("-cp", classPath.kafka(), "kafka.Kafka", file(broker).toString()));
    brokers.get(broker).start(command, Map.of());
  }

  /** Returns when every broker is part of the cluster. */
  public void awaitServing() {
    Await.until(
        "Kafka serves",
        STARTS,
        () -> {
          try (Admin admin = admin()) {
            return admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).size()
                == brokers.size();
          }
        });
  }

  /** Returns when the cluster has noticed that a broker is gone: until then it counts as there. */
  public void awaitGone(int broker) {
    Await.until(
        "broker " + broker + " is missed",
        STARTS,
        () -> {
          try (Admin admin = admin()) {
            return admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).stream()
                .noneMatch(node -> node.id() == broker + 1);
          }
        });
  }

  /** Returns when every replica of every partition has caught up. */
  public void awaitInSync() {
    Await.until(
        "all replicas are in sync",
        STARTS,
        () -> {
          try (Admin admin = admin()) {
            Set<String> topics =
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> partition.isr().size() == partition.replicas().size());
          }
        });
  }

  /** Creates topics, and returns when each partition's leader answers. */
  public void createTopics(List<String> names, int partitions) {
    short replicas = (short) brokers.size();
    try (Admin admin = admin()) {
      admin
          .createTopics(names.stream().map(n -> new NewTopic(n, partitions, replicas)).toList())
          .all()
          .get();
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (String name : names) {
        IntStream.range(0, partitions)
            .forEach(i -> ends.put(new TopicPartition(name, i), OffsetSpec.latest()));
      }
      // Before each leader answers, an idempotent producer can be refused its first batch and
      // granted its second, and then retries the first out of sequence until it gives up.
      Await.until(
          "the leaders of topics " + names + " answer",
          STARTS,
          () -> admin.listOffsets(ends).all().get().size() == ends.size());
    } catch (ExecutionException e) {
      throw new FaultsException("topics " + names + ": " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultsException("interrupted while creating topics", e);
    }
  }

  public Admin admin() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap());
    settings.put("request.timeout.ms", 4_000);
    settings.put("default.api.timeout.ms", 30_000);
    return Admin.create(settings);
  }

  public int size() {
    return brokers.size();
  }

  public Child broker(int index) {
    return brokers.get(index);
  }

  public List<Proxy> proxies() {
    return proxies;
  }

  /** For everybody but the job. */
  public String bootstrap() {
    return servers(ports);
  }

  /** For the job. */
  public String jobBootstrap() {
    return servers(proxyPorts);
  }

  /** Where the data of a broker is. */
  public Path data(int broker) {
    return folder.scratch().resolve("kafka" + broker).resolve("log");
  }

  private String servers(List<Integer> ports) {
    return ports.stream().map(port -> address + ":" + port).collect(Collectors.joining(","));
  }

  private Path file(int broker) {
    return folder.scratch().resolve("kafka" + broker + ".properties");
  }

  private String properties(int i, int jobPort) {
    String voters =
        IntStream.range(0, brokers.size())
            .mapToObj(b -> (b + 1) + "@" + address + ":" + controllerPorts.get(b))
            .collect(Collectors.joining(","));
    int replicas = brokers.size();
    int needed = Math.min(2, replicas);
    return """
        process.roles=broker,controller
        node.id=%d
        controller.quorum.voters=%s
        """
            .formatted(i + 1, voters)
        + """
        listeners=DIRECT://%1$s:%2$d,JOB://%1$s:%3$d,CONTROLLER://%1$s:%4$d
        advertised.listeners=DIRECT://%1$s:%2$d,JOB://%1$s:%5$d
        listener.security.protocol.map=DIRECT:PLAINTEXT,JOB:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=DIRECT
        controller.listener.names=CONTROLLER
        log.dirs=%6$s
        """
            .formatted(
                address, ports.get(i), jobPort, controllerPorts.get(i), proxyPorts.get(i), data(i))
        + """
        default.replication.factor=%1$d
        min.insync.replicas=%2$d
        offsets.topic.replication.factor=%1$d
        offsets.topic.num.partitions=3
        transaction.state.log.replication.factor=%1$d
        transaction.state.log.min.isr=%2$d
        transaction.state.log.num.partitions=3
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
        group.initial.rebalance.delay.ms=0
        auto.create.topics.enable=false
        broker.session.timeout.ms=3000
        broker.heartbeat.interval.ms=500
        message.max.bytes=2000000
        replica.fetch.max.bytes=2000000
        num.network.threads=2
        num.io.threads=3
        log.segment.bytes=67108864
        log.index.size.max.bytes=1048576
        log.cleaner.dedupe.buffer.size=4194304
        controlled.shutdown.enable=false
        """
            .formatted(replicas, needed);
  }
}
