package io.flinklstm.models;

import io.flinklstm.core.WindowNetwork;
import io.flinklstm.core.WindowSource;
import io.flinklstm.models.format.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@link BundleSource} for a network that runs whole windows. */
public final class WindowBundleSource implements WindowSource {

  private static final long serialVersionUID = 1L;

  private final byte[] file;

  private WindowBundleSource(byte[] file) {
    this.file = file;
  }

  /** Reads the file now. */
  public static WindowBundleSource of(Path file) throws IOException {
    try {
      return of(Files.readAllBytes(file));
    } catch (ModelFormatException e) {
      throw e.in(file.getFileName());
    }
  }

  /** Takes a bundle's bytes; they are not copied. */
  public static WindowBundleSource of(byte[] file) {
    WindowBundleSource source = new WindowBundleSource(file);
    source.load();
    return source;
  }

  @Override
  public WindowNetwork load() {
    return ModelBundle.read(file).windowNetwork();
  }
}
