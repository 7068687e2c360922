package io.flinklstm.models;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.models.format.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bundle that travels in the job graph as the bytes of its file, so that tasks need no access to
 * it. Checked when it is made, so that a bad file fails where the job is built.
 */
public final class BundleSource implements NetworkSource {

  private static final long serialVersionUID = 1L;

  private final byte[] file;

  private BundleSource(byte[] file) {
    this.file = file;
  }

  /** Reads the file now. */
  public static BundleSource of(Path file) throws IOException {
    try {
      return of(Files.readAllBytes(file));
    } catch (ModelFormatException e) {
      throw e.in(file.getFileName());
    }
  }

  /** Takes a bundle's bytes; they are not copied. */
  public static BundleSource of(byte[] file) {
    BundleSource source = new BundleSource(file);
    source.load();
    return source;
  }

  @Override
  public Network load() {
    return bundle().network();
  }

  /** The bundle itself. */
  public ModelBundle bundle() {
    return ModelBundle.read(file);
  }
}
