package io.flinklstm.jobs.surgery;

import java.io.PrintStream;

/** Shows on one line how many keys have gone by; how many there are, a savepoint does not say. */
final class KeyProgress {

  private static final int STEP = 10_000;

  private final String done;
  private final PrintStream out;
  private long keys;

  KeyProgress(String done, PrintStream out) {
    this.done = done;
    this.out = out;
  }

  void next() {
    keys++;
    if (keys % STEP == 0) {
      out.printf("\r%s %,d keys", done, keys);
      out.flush();
    }
  }

  /** Ends the line and returns how many there were. */
  long end() {
    out.printf("\r%s %,d keys%n", done, keys);
    out.flush();
    return keys;
  }
}
