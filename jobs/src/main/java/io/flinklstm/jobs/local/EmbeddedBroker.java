package io.flinklstm.jobs.local;

import io.flinklstm.jobs.StartupException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * One Kafka broker with its controller on loopback, as a child process on this JVM's class path.
 *
 * <p>A process of its own, not a thread: Kafka ends its JVM on fatal errors, keeps static state,
 * and must be killable in crash tests without taking Flink with it.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final int ATTEMPTS = 3;
  private static final int LEADERS_SECONDS = 30;
  private static final int LEADERS_POLL_MILLIS = 20;
  private static final long NEEDED_BYTES = 8 << 20; // below it the next log segment may not fit
  private static final String HOST = "127.0.0.1";
  private static final String LOG = "broker.log";
  private static final String LOGGING =
      "-Dlog4j2.configurationFile=classpath:io/flinklstm/jobs/local/log4j2-broker.properties";

  private final TemporaryDirectory directory;
  private final int port;
  private final Process process;

  private EmbeddedBroker(TemporaryDirectory directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts a broker on a free port and waits until it serves. */
  public static EmbeddedBroker start() {
    return start(Map.of());
  }

  /**
   * Starts a broker on a free port and waits until it serves.
   *
   * @param settings of the broker, over ours; its {@code listeners} stand beside the plain one
   */
  public static EmbeddedBroker start(Map<String, String> settings) {
    for (int attempt = 1; ; attempt++) {
      try {
        return start(freePort(), settings);
      } catch (StartupException e) {
        if (attempt == ATTEMPTS) { // somebody may have taken the port in between
          throw e;
        }
      }
    }
  }

  /** Starts a broker on the given port and waits until it serves. */
  public static EmbeddedBroker start(int port) {
    return start(port, Map.of());
  }

  private static EmbeddedBroker start(int port, Map<String, String> settings) {
    TemporaryDirectory directory = TemporaryDirectory.create("flink-lstm-kafka");
    try {
      Path file = write(settings, directory.path().resolve("more.properties"));
      EmbeddedBroker broker =
          new EmbeddedBroker(directory, port, launch(directory.path(), port, file));
      broker.awaitReady();
      return broker;
    } catch (IOException e) {
      directory.close();
      throw new StartupException("Kafka broker: cannot be started: " + e.getMessage(), e);
    }
  }

  /** What clients put into {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /**
   * Creates topics and returns when each partition's leader answers. Between the one and the other
   * a pipelining producer can be refused its first batch and granted its second: it then retries
   * the first out of sequence until it gives up.
   */
  public void createTopics(Collection<String> names, int partitions) {
    List<NewTopic> topics =
        names.stream().map(name -> new NewTopic(name, partitions, (short) 1)).toList();
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (String name : names) {
      IntStream.range(0, partitions)
          .forEach(i -> ends.put(new TopicPartition(name, i), OffsetSpec.latest()));
    }
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
      admin.createTopics(topics).all().get();
      awaitLeaders(admin, ends);
    } catch (ExecutionException e) {
      throw new StartupException(
          "topics " + names + " cannot be created: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while creating topics " + names, e);
    }
  }

  /** A topic that the controller has made may be unknown to the broker for a moment. */
  private static void awaitLeaders(Admin admin, Map<TopicPartition, OffsetSpec> ends)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEADERS_SECONDS);
    while (true) {
      try {
        admin.listOffsets(ends).all().get();
        return;
      } catch (ExecutionException e) {
        boolean unknown = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unknown || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(LEADERS_POLL_MILLIS);
      }
    }
  }

  /**
   * Says why no results can come, where the broker is the reason.
   *
   * @throws StartupException when its disk is full or its process has ended
   */
  public void requireHealthy() {
    long free = directory.path().toFile().getUsableSpace();
    if (free < NEEDED_BYTES && Files.exists(directory.path())) {
      throw new StartupException(
          "the disk of %s is full: %d KiB free; make room, or set TMPDIR to a directory on another disk"
              .formatted(directory.path(), free >> 10));
    }
    if (!process.isAlive()) {
      throw new StartupException(
          "Kafka broker on %s ended by itself with status %d; try again with more memory and disk free"
              .formatted(bootstrapServers(), process.exitValue()));
    }
  }

  /** The broker's process, for tests that end it. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    directory.close();
  }

  private void awaitReady() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.equals(BrokerProcess.READY)) {
      if (line.startsWith(BrokerProcess.FAILED)) {
        throw failed(line.substring(BrokerProcess.FAILED.length()));
      }
      line = output.readLine();
    }
    if (line == null) {
      throw failed("its process ended early; " + lastLogLine());
    }
  }

  private String lastLogLine() throws IOException {
    List<String> lines = Files.readAllLines(directory.path().resolve(LOG));
    return lines.isEmpty() ? "it logged nothing" : lines.get(lines.size() - 1);
  }

  private StartupException failed(String reason) {
    close();
    return new StartupException(
        "Kafka broker on "
            + bootstrapServers()
            + " did not start: "
            + reason
            + "; stop what uses the port, or free disk or memory, and try again");
  }

  private static Process launch(Path directory, int port, Path settings) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                LOGGING,
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                directory.toString(),
                Integer.toString(port),
                Integer.toString(freePort()),
                settings.toString()))
        .redirectError(new File(directory.toFile(), LOG))
        .start();
  }

  private static Path write(Map<String, String> settings, Path file) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  /** A port that nobody listens on now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartupException("no free port on " + HOST + ": " + e.getMessage(), e);
    }
  }
}
