package io.flinklstm.faults.storage;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;

/** Passes bytes on, as long as the order lets it. */
final class FaultyStream extends FSDataOutputStream {

  private final FSDataOutputStream out;
  private final StorageOrder order;
  private final String path;

  FaultyStream(FSDataOutputStream out, StorageOrder order, String path) {
    this.out = out;
    this.order = order;
    this.path = path;
  }

  @Override
  public long getPos() throws IOException {
    return out.getPos();
  }

  @Override
  public void write(int b) throws IOException {
    order.beforeWriting(path);
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int passed = order.passes(length);
    out.write(bytes, from, passed);
    if (passed < length) {
      throw new IOException("short write: " + passed + " of " + length + " bytes of " + path);
    }
    order.beforeWriting(path);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void sync() throws IOException {
    order.beforeWriting(path);
    out.sync();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
