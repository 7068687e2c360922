package io.flinklstm.jobs.score;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/** Shows on the way how much of a file has been read; stands on one line. */
public final class ProgressStream extends FilterInputStream {

  private static final int WIDTH = 40;

  private final String doing;
  private final long total;
  private final PrintStream out;
  private long read;
  private int shown = -1;

  /** {@code doing} is what becomes of the file, for example {@code scoring}. */
  public ProgressStream(String doing, InputStream in, long total, PrintStream out) {
    super(in);
    this.doing = doing;
    this.total = total;
    this.out = out;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    advance(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    advance(Math.max(0, count));
    return count;
  }

  private void advance(int count) {
    read += count;
    int blocks = total == 0 ? WIDTH : (int) (read * WIDTH / total);
    if (blocks > shown) {
      shown = blocks;
      String bar = "#".repeat(blocks) + ".".repeat(Math.max(0, WIDTH - blocks));
      out.printf("\r%s [%s] %d %%", doing, bar, blocks * 100 / WIDTH);
      out.print(blocks >= WIDTH ? System.lineSeparator() : "");
      out.flush();
    }
  }
}
