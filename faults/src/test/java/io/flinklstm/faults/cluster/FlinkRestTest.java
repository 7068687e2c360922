package io.flinklstm.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FlinkRestTest {

  private static final String FAILURES =
      """
      {"exceptionHistory": {"entries": [
        {"timestamp": 30, "stacktrace": "third"},
        {"timestamp": 20, "stacktrace": "second"},
        {"timestamp": 10, "stacktrace": "first"}]}}
      """;

  @Test
  void failuresFromBeforeAreNotTold() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/jobs/j/exceptions",
        exchange -> {
          byte[] answer = FAILURES.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      FlinkRest rest = new FlinkRest("http://127.0.0.1:" + server.getAddress().getPort());
      assertThat(rest.failures("j", 10)).containsExactly("third", "second");
    } finally {
      server.stop(0);
    }
  }
}
