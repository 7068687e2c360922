package io.flinklstm.jobs.local;

import io.flinklstm.jobs.StartupException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster whose task manager is a process of its own, which can be killed as a machine is
 * when its plug is pulled. The job manager is in this JVM.
 */
public final class ProcessCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int CLOSING_SECONDS = 15;

  private final Path directory;
  private final int slots;
  private final StandaloneSessionClusterEntrypoint jobManager;
  private Process taskManager; // guarded by this
  private boolean closed; // guarded by this

  private ProcessCluster(Path directory, int slots, Configuration configuration) throws Exception {
    this.directory = directory;
    this.slots = slots;
    this.jobManager = new StandaloneSessionClusterEntrypoint(configuration);
    jobManager.startCluster();
    configuration.set(JobManagerOptions.PORT, jobManager.getRpcPort());
    configuration.set(RestOptions.PORT, jobManager.getRestPort());
    Files.write(
        directory.resolve("config.yaml"),
        ConfigurationUtils.convertConfigToWritableLines(configuration, false));
    startTaskManager();
  }

  /**
   * Starts one job manager and one task manager.
   *
   * @param directory for all its files, owned by the caller
   * @param slots the highest parallelism of a job
   * @param port of the web interface; 0 for a free one
   */
  public static ProcessCluster start(Path directory, int slots, int port) {
    try {
      return new ProcessCluster(directory, slots, configuration(directory, slots, port));
    } catch (Exception e) {
      throw new StartupException(
          "Flink cluster with web port "
              + port
              + " did not start: "
              + StartupException.reason(e)
              + "; choose a free port or stop what uses it, or free disk or memory",
          e);
    }
  }

  private static Configuration configuration(Path directory, int slots, int port) {
    Configuration c = LocalCluster.configuration(directory, port);
    c.set(JobManagerOptions.PORT, 0);
    c.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    c.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
    c.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(10));
    // Metrics stand still for so long when a task manager is killed while it is asked for its own.
    c.set(WebOptions.TIMEOUT, Duration.ofSeconds(30));
    c.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
    return c;
  }

  /** Where the web interface is. */
  public URI address() {
    return URI.create("http://" + HOST + ":" + jobManager.getRestPort());
  }

  /** Where jobs may keep savepoints. */
  public String savepoints() {
    return directory.resolve("savepoints").toUri().toString();
  }

  /** An environment whose jobs run here, on all slots. */
  public StreamExecutionEnvironment environment() {
    return LocalCluster.environment(address(), slots, new Configuration());
  }

  /** Kills the task manager's process without a warning and starts another. */
  public synchronized void replaceTaskManager() {
    if (closed) {
      return;
    }
    taskManager.destroyForcibly();
    try {
      startTaskManager();
    } catch (IOException e) {
      throw new StartupException("no task manager can be started: " + e.getMessage(), e);
    }
  }

  private void startTaskManager() throws IOException {
    taskManager = TaskManagerProcess.launch(directory, jvmOptions());
  }

  /**
   * The log goes to standard output, which is a file; vectors and openings as this JVM has them.
   */
  private static List<String> jvmOptions() {
    List<String> options =
        new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    options.add(
        "-Dlog4j2.configurationFile=classpath:io/flinklstm/jobs/local/log4j2-broker.properties");
    for (String part :
        List.of("java.lang", "java.util", "java.util.concurrent", "java.nio", "java.time")) {
      options.add("--add-opens=java.base/" + part + "=ALL-UNNAMED");
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      options.add("--add-modules=jdk.incubator.vector");
    }
    return options;
  }

  @Override
  public void close() throws Exception {
    Process last;
    synchronized (this) {
      closed = true;
      last = taskManager;
    }
    jobManager.closeAsync().get(CLOSING_SECONDS, TimeUnit.SECONDS);
    last.getOutputStream().close();
    if (!last.waitFor(CLOSING_SECONDS, TimeUnit.SECONDS)) {
      last.destroyForcibly().waitFor(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
  }
}
