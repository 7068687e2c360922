package io.flinklstm.jobs.demo;

import java.io.PrintStream;

/** Says at each quarter how far a stage has come. */
final class Progress {

  private static final int QUARTERS = 4;

  private final PrintStream out;
  private final String stage;
  private final long total;
  private long shown = -1;

  Progress(PrintStream out, String stage, long total) {
    this.out = out;
    this.stage = stage;
    this.total = total;
  }

  void show(long done) {
    long step = Math.min(QUARTERS, done * QUARTERS / total);
    if (step > shown) {
      shown = step;
      out.printf("%s: %,d of %,d%n", stage, done, total);
    }
  }
}
