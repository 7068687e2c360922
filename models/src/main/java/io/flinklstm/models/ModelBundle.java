package io.flinklstm.models;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.WindowNetwork;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.safetensors.Safetensors;
import io.flinklstm.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A model in one file: weights as safetensors, and in its metadata the description of everything
 * else. The form is {@code docs/model-format.md}.
 *
 * @param tensors the weights by name, exactly those the layers use, all finite
 * @param fingerprint the first eight bytes, big-endian, of the SHA-256 of the file's bytes
 */
public record ModelBundle(
    ModelDescription description, Map<String, Tensor> tensors, long fingerprint) {

  /** The value of the metadata's {@code format}, and the name of the description beside it. */
  static final String FORMAT = "flink-lstm";

  private static final int MAX_DESCRIPTION = 4 << 20;

  public ModelBundle {
    tensors = Collections.unmodifiableMap(tensors);
  }

  /** Makes a bundle of parts; its fingerprint is that of the file {@link #write} would write. */
  public static ModelBundle of(ModelDescription description, Map<String, Tensor> tensors) {
    LayerTensors.check(description.layers(), tensors);
    tensors.values().forEach(t -> RawTensor.requireFinite(t.name(), t.values()));
    DigestOutputStream digest = Fingerprint.stream();
    try (digest) {
      new ModelBundle(description, tensors, 0).write(digest);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new ModelBundle(description, tensors, Fingerprint.of(digest.getMessageDigest()));
  }

  /**
   * Reads a bundle file.
   *
   * @throws ModelFormatException where it is not one, naming place, found and expected
   */
  public static ModelBundle read(Path file) throws IOException {
    try {
      return read(Files.readAllBytes(file));
    } catch (ModelFormatException e) {
      throw e.in(file.getFileName());
    }
  }

  /** Reads a bundle's bytes. */
  public static ModelBundle read(byte[] file) {
    Safetensors safetensors = Safetensors.read(file);
    String format = safetensors.metadata().get("format");
    String text = safetensors.metadata().get(FORMAT);
    if (!FORMAT.equals(format) || text == null) {
      throw new ModelFormatException(
          "metadata", format == null ? "no format" : "format " + format, FORMAT + " and its text");
    }
    if (text.length() > MAX_DESCRIPTION) {
      throw new ModelFormatException(
          "metadata " + FORMAT, text.length() + " characters", "at most " + MAX_DESCRIPTION);
    }
    ModelDescription description = DescriptionJson.read(text);
    // Beside the conversion, where there is another core: both go over all bytes.
    CompletableFuture<Long> fingerprint = CompletableFuture.supplyAsync(() -> Fingerprint.of(file));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    safetensors.tensors().forEach((name, tensor) -> tensors.put(name, tensor.weights()));
    LayerTensors.check(description.layers(), tensors);
    return new ModelBundle(description, tensors, fingerprint.join());
  }

  /** Whether a file is a bundle, going by its beginning and its description alone. */
  public static boolean isBundle(byte[] file) {
    return Safetensors.looksLike(file) && isBundle(Safetensors.read(file));
  }

  /** Whether this safetensors file says it is a bundle. */
  public static boolean isBundle(Safetensors file) {
    return file.metadata().containsKey(FORMAT);
  }

  /** Writes the bundle; the same bytes for the same content. The stream is left open. */
  public void write(OutputStream out) throws IOException {
    Map<String, String> metadata =
        Map.of("format", FORMAT, FORMAT, DescriptionText.of(description));
    SafetensorsWriter.write(out, metadata, tensors.values());
  }

  /** Writes the bundle to a file. */
  public void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out);
    }
  }

  /**
   * Builds the network.
   *
   * @throws ModelFormatException where layers, features and outputs do not fit each other
   */
  public Network network() {
    try {
      return Network.of(description, tensors, fingerprint);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("description", e.getMessage(), "parts that fit").because(e);
    }
  }

  /**
   * Builds the network over whole windows.
   *
   * @throws ModelFormatException where layers, features and outputs do not fit each other
   */
  public WindowNetwork windowNetwork() {
    try {
      return WindowNetwork.of(description, tensors, fingerprint);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("description", e.getMessage(), "parts that fit").because(e);
    }
  }
}
