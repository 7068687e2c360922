package io.flinklstm.jobs;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A web server on this machine that has one file. */
public final class ServedFile implements AutoCloseable {

  private final HttpServer server;
  private final String path;

  /** What the server does before it ends its answer. */
  @FunctionalInterface
  public interface Pause {
    void await() throws InterruptedException;
  }

  public ServedFile(String path, byte[] content) throws IOException {
    this(path, content, () -> {});
  }

  public ServedFile(String path, byte[] content, Pause pause) throws IOException {
    this.path = path;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // of unknown length
          try (exchange) {
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().flush();
            pause.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    server.start();
  }

  /** Host and port. */
  public String server() {
    return server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  /** Where the file is. */
  public String address() {
    return "http://" + server() + path;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
