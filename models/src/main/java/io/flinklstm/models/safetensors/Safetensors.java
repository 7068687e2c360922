package io.flinklstm.models.safetensors;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file: an eight-byte little-endian header length, the header as JSON, the data.
 *
 * <p>Reading makes the reference reader's checks in its order: no hole, no overlap, no byte left
 * over, nothing allocated before its size is known to fit the file. Tensors are views of the bytes.
 *
 * @param metadata the {@code __metadata__} entries, empty where there are none
 * @param tensors by name, in the order of their data
 */
public record Safetensors(Map<String, String> metadata, Map<String, RawTensor> tensors) {

  /** The largest header taken; some 150,000 tensors. */
  public static final int MAX_HEADER = 16 << 20;

  static final int LENGTH_BYTES = 8;

  public Safetensors {
    metadata = Map.copyOf(metadata);
    tensors = Collections.unmodifiableMap(tensors);
  }

  /** Reads a file of up to 2 GiB. */
  public static Safetensors read(Path file) throws IOException {
    try {
      return read(Files.readAllBytes(file));
    } catch (ModelFormatException e) {
      throw e.in(file.getFileName());
    }
  }

  /** Reads a file's bytes; they must not change as long as the tensors are in use. */
  public static Safetensors read(byte[] file) {
    int headerLength = headerLength(file);
    int dataStart = LENGTH_BYTES + headerLength;
    SafetensorsHeader header = SafetensorsHeader.parse(file, LENGTH_BYTES, headerLength);
    List<SafetensorsHeader.Entry> entries = header.inDataOrder(file.length - dataStart);
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry e : entries) {
      ByteBuffer data =
          ByteBuffer.wrap(file, dataStart + (int) e.begin(), (int) (e.end() - e.begin()));
      tensors.put(e.name(), new RawTensor(e.name(), e.dtype(), e.intShape(), data));
    }
    return new Safetensors(header.metadata(), tensors);
  }

  private static int headerLength(byte[] file) {
    if (file.length < LENGTH_BYTES) {
      throw new ModelFormatException(
          "header length", "a file of " + file.length + " bytes", "at least 8");
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MAX_HEADER) {
      throw new ModelFormatException(
          "header length", Long.toUnsignedString(length), "at most " + MAX_HEADER);
    }
    if (length > file.length - LENGTH_BYTES) {
      throw new ModelFormatException(
          "header length", length, "at most the " + (file.length - LENGTH_BYTES) + " bytes left");
    }
    return (int) length;
  }

  /** Whether these first bytes can be those of a safetensors file. */
  public static boolean looksLike(byte[] start) {
    return start.length > LENGTH_BYTES
        && start[LENGTH_BYTES] == '{'
        && start[6] == 0
        && start[7] == 0;
  }

  /** The tensor of this name, or a failure that lists those there are. */
  public RawTensor get(String name) {
    RawTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelFormatException("tensor " + name, "none, but " + tensors.keySet(), "it");
    }
    return tensor;
  }
}
