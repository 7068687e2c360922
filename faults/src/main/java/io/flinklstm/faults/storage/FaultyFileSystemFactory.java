package io.flinklstm.faults.storage;

import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;

/** Found by Flink as a service. */
public final class FaultyFileSystemFactory implements FileSystemFactory {

  @Override
  public String getScheme() {
    return FaultyFileSystem.SCHEME;
  }

  @Override
  public FileSystem create(URI uri) {
    return new FaultyFileSystem();
  }
}
