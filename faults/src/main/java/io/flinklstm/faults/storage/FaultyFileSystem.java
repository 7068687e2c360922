package io.flinklstm.faults.storage;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/** The local file system under another scheme. */
final class FaultyFileSystem extends LocalFileSystem {

  static final String SCHEME = "faulty";

  private final StorageOrder order = StorageOrder.ofThisProcess();

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    order.delay();
    return super.open(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return open(path);
  }

  @Override
  public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
    order.beforeWriting(path.getPath());
    return new FaultyStream(super.create(path, mode), order, path.getPath());
  }

  /** None: Flink writes a checkpoint's metadata by it where there is one, past this class. */
  @Override
  public LocalRecoverableWriter createRecoverableWriter() {
    throw new UnsupportedOperationException("files of " + SCHEME + " are written by create");
  }
}
