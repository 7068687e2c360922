package io.flinklstm.models;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A bundle that every task reads by itself from a path they all can reach. */
public final class BundleFile implements NetworkSource {

  private static final long serialVersionUID = 1L;

  private final String path;

  public BundleFile(Path path) {
    this.path = path.toString();
  }

  @Override
  public Network load() {
    try {
      return ModelBundle.read(Path.of(path)).network();
    } catch (IOException e) {
      throw new UncheckedIOException("model " + path + " cannot be read on this task", e);
    }
  }
}
