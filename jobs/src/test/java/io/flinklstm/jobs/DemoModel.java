package io.flinklstm.jobs;

import io.flinklstm.models.BundleSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The demo's model: one value per event, calendar features, a forecast and a score. */
public final class DemoModel {

  private DemoModel() {}

  public static BundleSource source() {
    return BundleSource.of(bytes());
  }

  /** The file. */
  public static byte[] bytes() {
    try (InputStream in =
        DemoModel.class.getResourceAsStream("/io/flinklstm/jobs/demo/chicago-l.safetensors")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
