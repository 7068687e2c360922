package io.flinklstm.jobs.watch;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps pages up to date by server-sent events. Each page has a thread of the server and what it
 * has seen; it is told what is new since, so a page that comes back is told everything, and one
 * that reads slowly is told less often.
 *
 * <p>Not Javalin's own, which answer asynchronously: where the connection ends before the answer
 * does, it repeats a failure for ever.
 */
final class LiveStream {

  static final int PAGES = 16;

  private static final int MILLIS = 500;

  private final Watch watch;
  private final Semaphore free = new Semaphore(PAGES);
  private final CountDownLatch closed = new CountDownLatch(1);

  LiveStream(Watch watch) {
    this.watch = watch;
  }

  /** Serves one page until it goes. */
  void serve(Context request) throws InterruptedException {
    request.contentType("text/event-stream; charset=utf-8");
    request.header("Cache-Control", "no-store");
    request.header("X-Accel-Buffering", "no"); // a proxy passes each event on at once
    try {
      tellIfFree(request.res().getOutputStream());
    } catch (IOException e) {
      // It went.
    }
  }

  private void tellIfFree(OutputStream page) throws IOException, InterruptedException {
    if (!free.tryAcquire()) {
      send(page, "full", "\"" + PAGES + " pages are open already; close one.\"");
      return;
    }
    try {
      tell(page);
    } finally {
      free.release();
    }
  }

  private void tell(OutputStream page) throws IOException, InterruptedException {
    send(page, "pipeline", Json.object(watch::writePipeline));
    BoardJson board = new BoardJson(watch.board());
    do {
      send(
          page,
          "news",
          Json.object(
              json -> {
                watch.writeStatus(json);
                board.news(json);
              }));
    } while (!closed.await(MILLIS, TimeUnit.MILLISECONDS));
  }

  /** The text is JSON and thus of one line. */
  private static void send(OutputStream page, String event, String json) throws IOException {
    page.write(("event: " + event + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
    page.flush();
  }

  /** Lets the pages go. */
  void close() {
    closed.countDown();
  }
}
