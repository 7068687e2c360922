package io.flinklstm.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.faults.cluster.Proxy.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {

  private static final String HOST = "127.0.0.1";
  private static final int SHORT_MILLIS = 200;

  private final int port = Ports.free();
  private ServerSocket service;
  private Proxy proxy;

  @BeforeEach
  void aServiceThatSaysWhatItHears() throws IOException {
    service = new ServerSocket(0, 10, InetAddress.getByName(HOST));
    Thread echo =
        new Thread(
            () -> {
              while (!service.isClosed()) {
                try (Socket socket = service.accept()) {
                  socket.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException e) {
                  continue; // the next one
                }
              }
            });
    echo.setDaemon(true);
    echo.start();
    proxy = Proxy.start(HOST, port, service.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    service.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(HOST, port);
    socket.setSoTimeout(SHORT_MILLIS);
    return socket;
  }

  private static int exchange(Socket socket) throws IOException {
    socket.getOutputStream().write(42);
    return socket.getInputStream().read();
  }

  @Test
  void passesOnAndBack() throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(5_000);
      assertThat(exchange(socket)).isEqualTo(42);
    }
  }

  @Test
  void holdsAConnectionOpenWithoutAnAnswer() throws IOException {
    proxy.set(Mode.HOLD);
    try (Socket socket = connect()) {
      assertThatThrownBy(() -> exchange(socket)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void swallowsAnswers() throws IOException {
    proxy.set(Mode.SWALLOW_ANSWERS);
    try (Socket socket = connect()) {
      assertThatThrownBy(() -> exchange(socket)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void swallowsTheEndsOfTransactionsAlone() throws IOException {
    proxy.set(Mode.SWALLOW_COMMITS);
    byte[] endTxn = {0, 0, 0, 3, 0, 26, 9};
    try (Socket socket = connect()) {
      socket.getOutputStream().write(endTxn);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(5_000);
      assertThat(exchange(socket)).isEqualTo(42);
    }
  }

  @Test
  void breaksConnectionsAndHeals() throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(5_000);
      assertThat(exchange(socket)).isEqualTo(42);
      proxy.set(Mode.REFUSE);
      assertThat(isBroken(socket)).isTrue();
    }
    proxy.heal();
    passesOnAndBack();
  }

  private static boolean isBroken(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
