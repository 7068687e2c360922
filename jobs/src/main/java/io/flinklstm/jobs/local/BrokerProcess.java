package io.flinklstm.jobs.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The child: formats a storage directory, runs broker and controller in this JVM, and says READY or
 * FAILED with a reason on its standard output.
 *
 * <p>Its standard input is a leash: when the parent closes it or dies, however it dies, the broker
 * stops and removes its directory.
 */
public final class BrokerProcess {

  static final String READY = "READY";
  static final String FAILED = "FAILED ";

  private BrokerProcess() {}

  /** Arguments: directory, port, controller port, and perhaps a file of more settings. */
  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> TemporaryDirectory.delete(directory)));
    leaveSignalsToTheParent();
    Leash.follow();
    try {
      KafkaRaftServer server = start(directory, properties(args));
      System.out.println(READY);
      server.awaitShutdown();
    } catch (Exception e) {
      System.out.println(FAILED + reason(e, directory));
      Runtime.getRuntime().halt(1);
    }
  }

  /** A terminal, and programs such as timeout, tell the child as well; the leash ends it. */
  private static void leaveSignalsToTheParent() {
    for (String name : List.of("INT", "TERM")) {
      try {
        Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
      } catch (IllegalArgumentException e) {
        continue; // the JVM was told to leave it alone (-Xrs)
      }
    }
  }

  private static KafkaRaftServer start(Path directory, Properties properties) throws IOException {
    Path file = directory.resolve("server.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    format(file);
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    server.startup();
    return server;
  }

  private static void format(Path file) throws IOException {
    String[] command = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    PrintStream log = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int code = StorageTool.execute(command, log);
    if (code != 0) {
      throw new IOException("formatting the storage directory failed with code " + code);
    }
  }

  private static Properties properties(String[] args) throws IOException {
    Properties p = new Properties();
    try (InputStream resource = BrokerProcess.class.getResourceAsStream("broker.properties")) {
      p.load(resource);
    }
    if (args.length > 3) {
      try (InputStream more = Files.newInputStream(Path.of(args[3]))) {
        p.load(more);
      }
    }
    String broker = "PLAINTEXT://127.0.0.1:" + args[1];
    String more = p.containsKey("listeners") ? "," + p.getProperty("listeners") : "";
    p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + args[2]);
    p.setProperty("listeners", broker + more + ",CONTROLLER://127.0.0.1:" + args[2]);
    p.setProperty("advertised.listeners", broker + more);
    p.setProperty("log.dirs", Path.of(args[0]).resolve("log").toString());
    return p;
  }

  private static String reason(Throwable thrown, Path directory) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      if (t instanceof BindException || message.contains("Address already in use")) {
        return "its port is in use";
      }
      if (message.contains("No space left on device")) {
        return "the disk that holds " + directory + " is full";
      }
    }
    return thrown.toString().replaceAll("\\s+", " ");
  }
}
