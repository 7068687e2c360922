package io.flinklstm.jobs.watch;

import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps pages up to date. Each page has a thread and what it has seen; it is told what is new
 * since, so a page that comes back is told everything, and one that reads slowly is told less
 * often.
 */
final class LiveStream {

  private static final int PAGES = 16;
  private static final int MILLIS = 500;

  private final Watch watch;
  private final Semaphore free = new Semaphore(PAGES);
  private final CountDownLatch closed = new CountDownLatch(1);

  LiveStream(Watch watch) {
    this.watch = watch;
  }

  /** Serves one page until it goes. */
  void serve(SseClient page) {
    if (!free.tryAcquire()) {
      page.ctx().status(HttpStatus.SERVICE_UNAVAILABLE);
      page.sendEvent("full", "\"" + PAGES + " pages are open already; close one.\"");
      return;
    }
    try {
      page.sendEvent("pipeline", Json.object(watch::writePipeline));
      BoardJson board = new BoardJson(watch.board());
      do {
        page.sendEvent(
            "news",
            Json.object(
                json -> {
                  watch.writeStatus(json);
                  board.news(json);
                }));
      } while (!page.terminated() && !closed.await(MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
      page.close();
    }
  }

  void close() {
    closed.countDown();
  }
}
