package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rest.RestClient;
import org.apache.flink.runtime.rest.messages.ClusterConfigurationInfoHeaders;
import org.apache.flink.runtime.rest.messages.ConfigurationInfoEntry;
import org.apache.flink.runtime.rest.messages.DashboardConfigurationHeaders;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.MessageHeaders;
import org.apache.flink.runtime.rest.messages.ResponseBody;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/**
 * A Flink session cluster, reached by the address of its web interface. Jobs are submitted to it as
 * {@code flink run} does it, by their job graph and with the jar; that the web interface refuses
 * jars ({@code web.submit.enable: false}) does not matter to it.
 */
final class RemoteCluster {

  private static final Pattern ADDRESS = Pattern.compile("([^:/\\s]+):(\\d{1,5})");
  private static final int PATIENCE_SECONDS = 20;
  private static final int HIGHEST_PORT = 65_535;

  private final String host;
  private final int port;

  private RemoteCluster(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Looks whether a cluster is there that understands this program.
   *
   * @param address host and port
   * @throws StartupException where there is none, or another version of Flink
   */
  static RemoteCluster at(String address) throws Exception {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > HIGHEST_PORT) {
      throw new StartupException(
          "--cluster is " + address + ", expected HOST:PORT of Flink's web interface");
    }
    RemoteCluster cluster = new RemoteCluster(parts.group(1), Integer.parseInt(parts.group(2)));
    cluster.requireVersion(EnvironmentInformation.getVersion());
    return cluster;
  }

  private void requireVersion(String ours) throws Exception {
    String theirs = asked(DashboardConfigurationHeaders.getInstance()).getFlinkVersion();
    if (!theirs.equals(ours)) {
      throw new StartupException(
          "Flink at %s is version %s, this program is built with %s; use a cluster of %s, or build with the cluster's version"
              .formatted(this, theirs, ours, ours));
    }
  }

  private <R extends ResponseBody> R asked(
      MessageHeaders<EmptyRequestBody, R, EmptyMessageParameters> question) throws Exception {
    Executor here = Runnable::run;
    try (RestClient client = new RestClient(new Configuration(), here)) {
      return client.sendRequest(host, port, question).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      ExceptionUtils.rethrowIfFatalError(e);
      throw new StartupException(
          "Flink at %s does not answer (%s); check that the address is that of its web interface (rest.port), and that it runs"
              .formatted(this, root(e)),
          e);
    }
  }

  /**
   * An environment whose jobs run there, and restart as the cluster's own configuration says.
   *
   * @param jar that goes with each job
   */
  StreamExecutionEnvironment environment(Path jar, Configuration configuration) throws Exception {
    if (jar == null || !Files.isReadable(jar)) {
      throw new StartupException(
          "--jar is %s, expected the file flink-lstm-jobs-VERSION.jar, which goes to the cluster with the job"
              .formatted(jar == null ? "not given" : jar));
    }
    Configuration theirs = decided();
    theirs.addAll(configuration);
    return StreamExecutionEnvironment.createRemoteEnvironment(
        host, port, theirs, jar.toAbsolutePath().toString());
  }

  /** What those have decided who run the cluster, and is theirs to decide. */
  private Configuration decided() throws Exception {
    Configuration decided = new Configuration();
    for (ConfigurationInfoEntry entry : asked(ClusterConfigurationInfoHeaders.getInstance())) {
      if (entry.getKey().startsWith("restart-strategy")
          || entry.getKey().equals(CheckpointingOptions.CHECKPOINTING_TIMEOUT.key())) {
        decided.setString(entry.getKey(), entry.getValue());
      }
    }
    return decided;
  }

  /** Starts the environment's job there and gives its id. */
  String submit(StreamExecutionEnvironment environment, String name) {
    try {
      return environment.executeAsync(name).getJobID().toHexString();
    } catch (Exception e) {
      throw new StartupException("Flink at " + this + " refuses the job: " + root(e), e);
    }
  }

  private static String root(Throwable thrown) {
    return StartupException.reason(thrown).lines().findFirst().orElse(thrown.toString());
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
