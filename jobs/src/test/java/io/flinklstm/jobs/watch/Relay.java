package io.flinklstm.jobs.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A network between browser and server that can hold back what the server says. */
final class Relay implements AutoCloseable {

  private final ServerSocket listening;
  private final int server;
  private boolean held;

  /**
   * @param server its port on this machine
   */
  Relay(int server) throws IOException {
    this.server = server;
    listening = new ServerSocket(0, 0, InetAddress.getByName(WatchOptions.LOOPBACK));
    run(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections stay open all the same. */
  synchronized void hold(boolean back) {
    held = back;
    notifyAll();
  }

  private synchronized void awaitRelease() throws InterruptedException {
    while (held) {
      wait();
    }
  }

  private void accept() throws IOException {
    while (!listening.isClosed()) {
      Socket browser = listening.accept();
      Socket beyond = new Socket(WatchOptions.LOOPBACK, server);
      run(() -> pass(browser, beyond));
      run(() -> pass(beyond, browser));
    }
  }

  private void pass(Socket from, Socket to) throws IOException, InterruptedException {
    byte[] bytes = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (from.getPort() == server) {
          awaitRelease();
        }
        out.write(bytes, 0, read);
      }
    }
  }

  private static void run(Passing passing) {
    Thread thread =
        new Thread(
            () -> {
              try {
                passing.run();
              } catch (IOException e) {
                // One end went.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Passing {
    void run() throws IOException, InterruptedException;
  }

  @Override
  public void close() throws IOException {
    hold(false);
    listening.close();
  }
}
