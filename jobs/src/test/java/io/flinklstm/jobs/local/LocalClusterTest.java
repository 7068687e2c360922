package io.flinklstm.jobs.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.StartupException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterTest {

  @TempDir private Path directory;

  @Test
  void saysInOneLineThatItsPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> LocalCluster.start(directory, 1, port))
          .isInstanceOf(StartupException.class)
          .hasMessageStartingWith("Flink cluster with web port " + port + " did not start: ")
          .hasMessageContaining("choose a free port or stop what uses it")
          .hasMessageNotContaining("\n");
    }
  }
}
