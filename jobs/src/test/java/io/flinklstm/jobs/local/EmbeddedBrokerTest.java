package io.flinklstm.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.StartupException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  @TempDir private Path temporary;

  @Test
  void saysInOneLineThatItsPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort()))
          .isInstanceOf(StartupException.class)
          .hasMessageStartingWith(
              "Kafka broker on 127.0.0.1:" + taken.getLocalPort() + " did not start: its port is")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void saysThatItEndedByItself() {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      broker.requireHealthy();
      broker.process().destroyForcibly();
      broker.process().onExit().orTimeout(30, TimeUnit.SECONDS).join();
      assertThatThrownBy(broker::requireHealthy)
          .isInstanceOf(StartupException.class)
          .hasMessageStartingWith("Kafka broker on " + broker.bootstrapServers() + " ended by");
    }
  }

  /** The parent is halted: no hook, no finally runs in it. */
  @Test
  void endsAndCleansUpWhenItsParentDies() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                HaltingParent.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long child;
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      child = Long.parseLong(output.readLine());
    }
    ProcessHandle.of(child)
        .ifPresent(handle -> handle.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    assertThat(temporary.toFile().list((d, name) -> name.startsWith("flink-lstm-kafka"))).isEmpty();
  }

  /** Starts a broker, says its process id and dies. */
  static final class HaltingParent {
    public static void main(String[] args) {
      System.out.println(EmbeddedBroker.start().process().pid());
      System.out.flush();
      Runtime.getRuntime().halt(9);
    }
  }
}
