package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.audit.AuditReport;
import io.flinklstm.jobs.watch.WatchOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * {@link WatchedDemo} for a person at a terminal: says where the page is, and goes on till Enter.
 */
public final class Show {

  private static final double DAYS_PER_SECOND = 20;

  private final DemoOptions options;
  private final WatchOptions watched;
  private final InputStream in;
  private final PrintStream out;

  public Show(DemoOptions options, WatchOptions watched, InputStream in, PrintStream out) {
    this.options = options;
    this.watched = watched;
    this.in = in;
    this.out = out;
  }

  /** Returns whether every event had exactly one result, in order and with the right bits. */
  public boolean run() throws Exception {
    long start = System.nanoTime();
    List<Reading> readings = ChicagoL.readings();
    List<Reading> history = readings.stream().filter(r -> !ChicagoL.isUnseen(r.date())).toList();
    List<Reading> unseen = readings.stream().filter(r -> ChicagoL.isUnseen(r.date())).toList();
    out.println("Starting a Kafka broker and a Flink cluster in this machine ...");
    try (WatchedDemo demo = new WatchedDemo(options, watched, speed(unseen))) {
      out.printf(
          "Kafka: %s, Flink's web interface: %s%n%nSee it think: %s%n%nPress Enter to end.%n",
          demo.broker().bootstrapServers(), demo.flink(), demo.page());
      boolean complete = awaitEnd(demo, history, unseen);
      demo.finish();
      if (complete) {
        new DemoReport(out, new KnownDays())
            .print(
                Demo.judge(
                    demo.pipeline().topics(), demo.model(), history.size(), readings, start));
      }
      return say(demo.verdict().verdict().report());
    }
  }

  private double speed(List<Reading> unseen) {
    if (options.duration() == null) {
      return DAYS_PER_SECOND;
    }
    long days = unseen.stream().map(Reading::date).distinct().count();
    return days / (options.duration().toMillis() / 1e3); // infinite for no time at all
  }

  /** Returns whether all was fed; without a terminal the end of the data is the end. */
  private boolean awaitEnd(WatchedDemo demo, List<Reading> history, List<Reading> unseen)
      throws InterruptedException, ExecutionException {
    CompletableFuture<Boolean> fed =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return demo.feed(history, unseen);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
              }
            });
    if (!isEnter()) {
      return fed.get();
    }
    boolean complete = fed.isDone();
    demo.replay().close();
    return fed.get() && complete;
  }

  private boolean isEnter() {
    try {
      int read = in.read();
      while (read >= 0 && read != '\n') {
        read = in.read();
      }
      return read == '\n';
    } catch (IOException e) {
      return false; // no terminal
    }
  }

  private boolean say(AuditReport audit) {
    out.printf(
        "Auditor: %,d events, %,d results; lost %d, duplicated %d, out of order %d, wrong in any bit"
            + " %d%n",
        audit.events(),
        audit.predictions(),
        audit.lost(),
        audit.duplicates(),
        audit.outOfOrder(),
        audit.wrong());
    return audit.isClean();
  }
}
