package io.flinklstm.jobs.demo;

import java.io.PrintStream;

/**
 * Shows how far a stage has come: a bar that grows, or a line each quarter where nobody watches.
 */
final class Progress {

  private static final int WIDTH = 40;
  private static final int QUARTERS = 4;

  private final PrintStream out;
  private final boolean bar;
  private final String stage;
  private final long total;
  private long shown;

  Progress(PrintStream out, boolean bar, String stage, long total) {
    this.out = out;
    this.bar = bar;
    this.stage = stage;
    this.total = total;
    this.shown = -1;
  }

  void show(long done) {
    int steps = bar ? WIDTH : QUARTERS;
    long step = Math.min(steps, done * steps / total);
    if (bar && done != shown) {
      shown = done;
      String blocks = "#".repeat((int) step) + ".".repeat((int) (WIDTH - step));
      out.printf("\r%-28s [%s] %,d of %,d", stage, blocks, done, total);
      out.print(done >= total ? System.lineSeparator() : "");
      out.flush();
    } else if (!bar && step > shown) {
      shown = step;
      out.printf("%s: %,d of %,d%n", stage, done, total);
    }
  }
}
