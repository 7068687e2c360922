package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before one service and treats what passes as told: delays it, holds it, swallows answers,
 * breaks connections. Needs no rights.
 */
public final class Proxy implements AutoCloseable {

  /** What is done to bytes that pass. */
  public enum Mode {
    PASS,
    /** Requests and answers come late. */
    DELAY,
    /** Connections stay open and nothing passes: half open. */
    HOLD,
    /** Requests arrive, answers do not: between request and reply. */
    SWALLOW_ANSWERS,
    /** Everything passes but the ends of transactions, which Kafka never hears of. */
    SWALLOW_COMMITS,
    /** Every connection is broken at once, new ones too. */
    REFUSE
  }

  private static final int BUFFER = 1 << 16;
  private static final int END_TXN = 26;
  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.PASS;
  private volatile long delayNanos;

  private Proxy(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /** Listens on one port of an address and connects to another. */
  public static Proxy start(String address, int port, int targetPort) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(address, port));
      Proxy proxy = new Proxy(server, new InetSocketAddress(address, targetPort));
      proxy.daemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new FaultsException("proxy on " + address + ":" + port + ": " + e.getMessage(), e);
    }
  }

  public void set(Mode mode) {
    this.mode = mode;
    if (mode == Mode.REFUSE) {
      breakAll();
    }
  }

  public void delay(Duration each) {
    delayNanos = each.toNanos();
    mode = Mode.DELAY;
  }

  /** As if it were not there. What was held or swallowed is lost with its connection. */
  public void heal() {
    Mode before = mode;
    mode = Mode.PASS;
    if (before != Mode.PASS && before != Mode.DELAY) {
      breakAll();
    }
  }

  private void breakAll() {
    open.forEach(Proxy::quietlyClose);
    open.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException e) {
        continue; // the service is down, or this proxy is closed
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (mode == Mode.REFUSE) {
      quietlyClose(client);
      return;
    }
    Socket service = new Socket();
    try {
      service.connect(target, (int) TimeUnit.SECONDS.toMillis(2));
    } catch (IOException e) {
      quietlyClose(client);
      throw e;
    }
    open.add(client);
    open.add(service);
    client.setTcpNoDelay(true);
    service.setTcpNoDelay(true);
    daemon(() -> carry(client, service, false));
    daemon(() -> carry(service, client, true));
  }

  private void carry(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        while (mode == Mode.HOLD) {
          LockSupport.parkNanos(HOLD_NANOS);
        }
        if (mode == Mode.DELAY) {
          LockSupport.parkNanos(delayNanos);
        }
        if (passes(answers, buffer, n)) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // One of both ends has gone, which is what this is for; closing both tells the other.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private boolean passes(boolean answers, byte[] buffer, int length) {
    return switch (mode) {
      case SWALLOW_ANSWERS -> !answers;
      case SWALLOW_COMMITS -> answers || !isEndOfTransaction(buffer, length);
      case PASS, DELAY, HOLD, REFUSE -> true;
    };
  }

  /** A request of Kafka is its length, four bytes, then its kind, two; these come in one piece. */
  private static boolean isEndOfTransaction(byte[] request, int length) {
    return length > 5 && request[4] == 0 && request[5] == END_TXN;
  }

  private void daemon(Runnable work) {
    Thread thread = new Thread(work, "proxy " + target);
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietlyClose(Socket socket) {
    try {
      socket.setSoLinger(true, 0); // a reset, as of a host that died
      socket.close();
    } catch (IOException e) {
      return; // it is closed
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new FaultsException("proxy cannot be closed: " + e.getMessage(), e);
    }
    breakAll();
  }
}
