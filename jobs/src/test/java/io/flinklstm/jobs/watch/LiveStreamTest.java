package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.CapturedLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveStreamTest {

  private static final int PAGES = LiveStream.PAGES;
  private static final int ROUNDS = 3;
  private static final int PATIENCE_MILLIS = 30_000;

  private Watch watch;
  private int port;

  @BeforeEach
  void serve() {
    watch = WatchOfNothing.start(Optional.empty());
    port =
        watch.serve(new WatchOptions(WatchOptions.LOOPBACK, 0, WatchOptions.ALARM_FROM)).getPort();
  }

  @AfterEach
  void stop() throws InterruptedException {
    watch.close();
  }

  @Test
  void aPageIsToldWhatItShowsAndThenWhatIsNew() throws IOException {
    try (Page page = new Page(port)) {
      assertThat(page.head()).startsWith("HTTP/1.1 200").contains("text/event-stream", "no-store");
      assertThat(page.event()).startsWith("event: pipeline\ndata: {\"title\":\"shown\"");
      assertThat(page.event()).startsWith("event: news\ndata: {");
      assertThat(page.event()).startsWith("event: news\ndata: {");
    }
  }

  @Test
  void pagesThatGoMakeRoomAndNoNoise() throws IOException {
    try (CapturedLog log = new CapturedLog()) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Page> pages = allThatAreAdmitted();
        try (Page beyond = new Page(port)) {
          assertThat(beyond.head()).startsWith("HTTP/1.1 200");
          assertThat(beyond.event()).contains("event: full", "16 pages are open already");
        }
        for (Page page : pages) {
          page.vanish();
        }
      }
      admitted().close();
      assertThat(log.text())
          .doesNotContain("WARN io.javalin", "ERROR io.javalin", "WARN org.eclipse.jetty");
    }
  }

  @Test
  void aServerThatEndsWithPagesOpenEndsQuietly() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Page> pages = allThatAreAdmitted();
        watch.close();
        for (Page page : pages) {
          page.close();
        }
        serve();
      }
      assertThat(log.text())
          .doesNotContain("WARN io.javalin", "ERROR io.javalin", "WARN org.eclipse.jetty");
    }
  }

  private List<Page> allThatAreAdmitted() throws IOException {
    List<Page> pages = new ArrayList<>();
    while (pages.size() < PAGES) {
      pages.add(admitted());
    }
    return pages;
  }

  /** A page that went may be noticed a moment later. */
  private Page admitted() throws IOException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (true) {
      Page page = new Page(port);
      page.head();
      if (page.event().startsWith("event: pipeline")) {
        return page;
      }
      page.close();
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  /** One connection, as a browser makes it. */
  private static final class Page implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;

    Page(int port) throws IOException {
      socket = new Socket(WatchOptions.LOOPBACK, port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String request = "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    String head() throws IOException {
      return block();
    }

    /** The next event, without the sizes of HTTP's chunks. */
    String event() throws IOException {
      String block = block();
      return block.substring(Math.max(0, block.indexOf("event: ")));
    }

    private String block() throws IOException {
      StringBuilder text = new StringBuilder();
      String line = in.readLine();
      while (line != null && (!line.isEmpty() || text.indexOf(":") < 0)) {
        text.append(line).append('\n');
        line = in.readLine();
      }
      return text.toString();
    }

    /** Goes without a farewell. */
    void vanish() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
