package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.cluster.Network.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** ZooKeeper, one job manager and the task managers, which find each other through ZooKeeper. */
public final class FlinkCluster {

  private static final int SAID = 10; // lines of what a client says
  private static final Pattern SUBMITTED = Pattern.compile("with JobID ([0-9a-f]{32})");

  /**
   * What differs between clusters.
   *
   * @param backend of Flink's state
   * @param unaligned whether checkpoints overtake data; for the jobs to choose
   */
  public record Settings(int taskManagers, int slots, String backend, boolean unaligned) {}

  private final RunFolder folder;
  private final ClassPath classPath;
  private final Network network;
  private final Settings settings;
  private final Child zookeeper;
  private final Child jobManager;
  private final List<Child> taskManagers = new ArrayList<>();
  private final int zookeeperPort = Ports.free();
  private final int zookeeperProxyPort = Ports.free();
  private final int restPort = Ports.free();
  private final int rpcPort = Ports.free();
  private final int blobPort = Ports.free();
  private final FlinkRest rest;
  private Proxy zookeeperProxy;

  FlinkCluster(RunFolder folder, ClassPath classPath, Network network, Settings settings) {
    this.folder = folder;
    this.classPath = classPath;
    this.network = network;
    this.settings = settings;
    zookeeper = new Child("zookeeper", folder.logs());
    jobManager = new Child("jobmanager", folder.logs());
    rest = new FlinkRest("http://" + network.address(Service.JOB_MANAGER) + ":" + restPort);
    for (int i = 0; i < settings.taskManagers; i++) {
      taskManagers.add(new Child("taskmanager" + i, folder.logs()));
    }
  }

  void start() {
    RunFolder.write(folder.scratch().resolve("zoo.cfg"), zookeeperSettings());
    RunFolder.write(folder.scratch().resolve("conf/config.yaml"), common() + jobManagerSettings());
    zookeeperProxy =
        Proxy.start(network.address(Service.ZOOKEEPER), zookeeperProxyPort, zookeeperPort);
    startZooKeeper();
    startJobManager(Map.of());
    for (int i = 0; i < taskManagers.size(); i++) {
      RunFolder.write(
          folder.scratch().resolve("conf-tm" + i + "/config.yaml"), common() + taskManager(i));
      startTaskManager(i);
    }
  }

  boolean isServing() throws IOException {
    return rest.taskManagers() == taskManagers.size();
  }

  public void startZooKeeper() {
    List<String> command = Java.small(96);
    command.addAll(
        List.of(
            "-cp",
            classPath.flink(),
            "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
            "--zkConfigFile",
            folder.scratch().resolve("zoo.cfg").toString(),
            "--peerId",
            "1"));
    zookeeper.start(command, Map.of());
  }

  public void startJobManager(Map<String, String> environment) {
    List<String> command = Java.small(400);
    command.add("-Dfaults.storage=" + storageOrder());
    command.addAll(
        List.of(
            "-cp",
            classPath.flink(),
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            "--configDir",
            folder.scratch().resolve("conf").toString()));
    jobManager.start(command, environment);
  }

  /** Kills a task manager and starts it again. */
  public void restartTaskManager(int index) {
    taskManagers.get(index).kill();
    startTaskManager(index);
  }

  public void startTaskManager(int index) {
    startTaskManager(index, List.of(), Map.of());
  }

  /**
   * Starts a task manager.
   *
   * @param before what comes before its command, to run it within limits
   */
  public void startTaskManager(int index, List<String> before, Map<String, String> environment) {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(network.prefix(index)));
    command.addAll(Java.of(384));
    command.addAll(
        List.of(
            "-XX:MaxDirectMemorySize=256m",
            "--add-modules=jdk.incubator.vector",
            "-Dfaults.storage=" + storageOrder(),
            "-cp",
            classPath.flink(),
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            "--configDir",
            folder.scratch().resolve("conf-tm" + index).toString()));
    taskManagers.get(index).start(command, environment);
  }

  /**
   * Hands the job jar in, as a user does.
   *
   * @param jar with what it runs
   * @param savepoint to begin from; null for none
   * @return the job's id
   */
  public String submit(Path jar, Path pipeline, int parallelism, String savepoint) {
    List<String> command = Java.small(256);
    command.addAll(List.of("-cp", classPath.flink(), "org.apache.flink.client.cli.CliFrontend"));
    command.addAll(List.of("run", "-d", "-p", Integer.toString(parallelism)));
    if (savepoint != null) {
      command.addAll(List.of("-s", savepoint));
    }
    command.addAll(List.of(jar.toString(), "run", pipeline.toString()));
    String said = client(command);
    Matcher matcher = SUBMITTED.matcher(said);
    if (!matcher.find()) {
      String why =
          said.lines()
              .filter(line -> line.contains("Exception") || line.contains(" ERROR "))
              .limit(SAID)
              .collect(Collectors.joining("\n"));
      throw new FaultsException("the job was not accepted: " + why);
    }
    return matcher.group(1);
  }

  private String client(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FLINK_CONF_DIR", folder.scratch().resolve("conf").toString());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(1, TimeUnit.MINUTES);
      return said;
    } catch (IOException e) {
      throw new FaultsException("Flink's client cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultsException("interrupted while submitting", e);
    }
  }

  public FlinkRest rest() {
    return rest;
  }

  public Settings settings() {
    return settings;
  }

  public Child zookeeper() {
    return zookeeper;
  }

  public Proxy zookeeperProxy() {
    return zookeeperProxy;
  }

  public Child jobManager() {
    return jobManager;
  }

  public List<Child> taskManagers() {
    return taskManagers;
  }

  public int slots() {
    return settings.taskManagers * settings.slots;
  }

  /** Checkpoints go here, through a file system that can be told to fail. */
  public Path checkpoints() {
    return folder.directory("storage").resolve("checkpoints");
  }

  /** Tells it how to fail, as {@code FaultyFileSystem} reads it. */
  public void orderStorage(String order) {
    RunFolder.write(storageOrder(), order);
  }

  private Path storageOrder() {
    return folder.scratch().resolve("storage-order");
  }

  /** Tells it nothing more. */
  public void healStorage() {
    try {
      Files.deleteIfExists(storageOrder());
    } catch (IOException e) {
      throw new FaultsException(storageOrder() + " cannot be deleted: " + e.getMessage(), e);
    }
  }

  public String savepoints() {
    return "file://" + folder.directory("savepoints");
  }

  private String zookeeperSettings() {
    return """
        dataDir=%s
        clientPort=%d
        clientPortAddress=%s
        tickTime=500
        maxSessionTimeout=10000
        admin.enableServer=false
        """
        .formatted(folder.directory("zk"), zookeeperPort, network.address(Service.ZOOKEEPER));
  }

  private String common() {
    return """
        jobmanager.rpc.address: %1$s
        jobmanager.rpc.port: %2$d
        rest.address: %1$s
        rest.bind-address: %1$s
        rest.port: %3$d
        rest.flamegraph.enabled: false
        rest.cache.checkpoint-statistics.timeout: 50 ms
        rest.cache.execution-graph.timeout: 50 ms
        blob.server.port: %4$d
        pekko.startup-timeout: 120 s
        pekko.ask.timeout: 30 s
        heartbeat.interval: 1000
        heartbeat.timeout: 12000
        heartbeat.rpc-failure-threshold: 2
        cluster.registration.error-delay: 300
        cluster.registration.initial-timeout: 200
        cluster.registration.refused-registration-delay: 500
        high-availability.type: zookeeper
        high-availability.zookeeper.quorum: %5$s:%6$d
        high-availability.zookeeper.client.session-timeout: 8000
        high-availability.zookeeper.client.connection-timeout: 6000
        high-availability.cluster-id: /faults
        high-availability.storageDir: file://%7$s
        high-availability.jobmanager.port: %2$d
        state.backend.type: %8$s
        execution.checkpointing.incremental: %9$b
        execution.checkpointing.num-retained: 2
        execution.checkpointing.timeout: 60 s
        execution.checkpointing.dir: faulty://%10$s
        parallelism.default: 2
        """
            .formatted(
                network.address(Service.JOB_MANAGER),
                rpcPort,
                restPort,
                blobPort,
                network.address(Service.ZOOKEEPER),
                zookeeperProxyPort,
                folder.directory("ha"),
                settings.backend,
                settings.backend.equals("rocksdb"),
                checkpoints())
        + RESTARTS;
  }

  /** A job of many faults an hour must not come to wait a minute after each. */
  private static final String RESTARTS =
      """
      restart-strategy.type: exponential-delay
      restart-strategy.exponential-delay.initial-backoff: 500 ms
      restart-strategy.exponential-delay.max-backoff: 3 s
      restart-strategy.exponential-delay.reset-backoff-threshold: 30 s
      """;

  private String jobManagerSettings() {
    return """
        jobmanager.bind-host: %s
        jobmanager.memory.process.size: 900m
        io.tmp.dirs: %s
        """
        .formatted(network.address(Service.JOB_MANAGER), folder.directory("tmp-jm"));
  }

  private String taskManager(int index) {
    Map<String, String> all = new HashMap<>();
    all.put("host", network.addressOfTaskManager(index));
    all.put("bind-host", network.addressOfTaskManager(index));
    all.put("numberOfTaskSlots", Integer.toString(settings.slots));
    all.put("cpu.cores", "1.0");
    all.put("memory.task.heap.size", "256m");
    all.put("memory.task.off-heap.size", "0m");
    all.put("memory.framework.heap.size", "128m");
    all.put("memory.framework.off-heap.size", "128m");
    all.put("memory.network.min", "64m");
    all.put("memory.network.max", "64m");
    all.put("memory.managed.size", "96m");
    all.put("memory.jvm-metaspace.size", "192m");
    all.put("memory.jvm-overhead.min", "128m");
    all.put("memory.jvm-overhead.max", "128m");
    return all.entrySet().stream()
            .map(setting -> "taskmanager." + setting.getKey() + ": " + setting.getValue())
            .sorted()
            .collect(Collectors.joining("\n"))
        + "\nio.tmp.dirs: "
        + folder.directory("tmp-tm" + index)
        + "\n";
  }
}
