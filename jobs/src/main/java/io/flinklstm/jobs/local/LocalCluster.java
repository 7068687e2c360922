package io.flinklstm.jobs.local;

import io.flinklstm.jobs.StartupException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster in this JVM with its web interface on loopback. */
public final class LocalCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
  private static final int TRIES = 600;

  private final Path directory;
  private final MiniCluster cluster;
  private final URI address;
  private final int slots;

  private LocalCluster(Path directory, MiniCluster cluster, int slots) throws Exception {
    this.directory = directory;
    this.cluster = cluster;
    this.slots = slots;
    cluster.start();
    this.address = cluster.getRestAddress().get();
  }

  /**
   * Starts one job manager and one task manager.
   *
   * @param directory for all its files, owned by the caller
   * @param slots the highest parallelism of a job
   * @param port of the web interface; 0 for a free one
   */
  public static LocalCluster start(Path directory, int slots, int port) {
    MiniClusterConfiguration configuration =
        new MiniClusterConfiguration.Builder()
            .setConfiguration(configuration(directory, port))
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(slots)
            .build();
    try {
      return new LocalCluster(directory, new MiniCluster(configuration), slots);
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

  /** Where the web interface is. */
  public URI address() {
    return address;
  }

  /** Where jobs may keep savepoints. */
  public String savepoints() {
    return directory.resolve("savepoints").toUri().toString();
  }

  /** An environment whose jobs run here, on all slots. */
  public StreamExecutionEnvironment environment() {
    return environment(new Configuration());
  }

  /** An environment whose jobs run here with this configuration besides. */
  public StreamExecutionEnvironment environment(Configuration configuration) {
    return environment(address, slots, configuration);
  }

  /** The cluster itself, for tests that break parts of it. */
  public MiniCluster cluster() {
    return cluster;
  }

  @Override
  public void close() {
    try {
      cluster.closeAsync().get();
    } catch (Exception e) {
      throw new IllegalStateException(
          "Flink cluster: did not stop: " + StartupException.reason(e), e);
    }
  }

  /** Of a cluster that may have been started this moment. */
  static StreamExecutionEnvironment environment(URI address, int slots, Configuration asked) {
    Configuration c = new Configuration(asked);
    // It has no leader yet: a job sent to it now is sent again, by default only after 3 s.
    c.set(RestOptions.RETRY_DELAY, BETWEEN_TRIES);
    c.set(RestOptions.RETRY_MAX_ATTEMPTS, TRIES);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(address.getHost(), address.getPort(), c);
    environment.setParallelism(slots);
    return environment;
  }

  /** What every cluster on this machine alone is configured with. */
  static Configuration configuration(Path directory, int port) {
    Configuration c = new Configuration();
    c.set(RestOptions.ADDRESS, HOST);
    c.set(RestOptions.BIND_ADDRESS, HOST);
    c.set(RestOptions.PORT, port);
    c.set(RestOptions.BIND_PORT, Integer.toString(port));
    c.set(JobManagerOptions.ADDRESS, HOST);
    c.set(JobManagerOptions.BIND_HOST, HOST);
    c.set(TaskManagerOptions.HOST, HOST);
    c.set(TaskManagerOptions.BIND_HOST, HOST);
    c.set(WebOptions.SUBMIT_ENABLE, false);
    c.set(CoreOptions.TMP_DIRS, directory.toString());
    c.set(WebOptions.TMP_DIR, directory.toString());
    c.set(WebOptions.UPLOAD_DIR, directory.resolve("upload").toString());
    c.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    return c;
  }
}
