package io.flinklstm.models.onnx;

import io.flinklstm.models.format.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Weights that an ONNX file keeps in files beside it. Nothing outside the model's own folder is
 * read, whatever the file says and wherever links lead.
 */
final class ExternalData {

  private static final int MAX_SHARING = 2; // times that a file's bytes may be read

  private final Optional<Path> folder;
  private final Map<Path, Long> taken = new HashMap<>();

  /** The model's folder, or empty where the model came as bytes alone. */
  ExternalData(Optional<Path> folder) {
    this.folder = folder;
  }

  ByteBuffer read(String tensor, Map<String, String> entries, long bytes) {
    String place = "tensor " + tensor + ": external data";
    Path file = file(place, entries.getOrDefault("location", ""));
    long offset = number(place, entries.getOrDefault("offset", "0"));
    long length = number(place, entries.getOrDefault("length", Long.toString(bytes)));
    try (FileChannel channel = FileChannel.open(file)) {
      if (length != bytes || offset > channel.size() || length > channel.size() - offset) {
        throw new ModelFormatException(
            place,
            "bytes " + offset + " to " + (offset + length) + " of " + channel.size(),
            bytes + " bytes within " + file.getFileName());
      }
      if (taken.merge(file, length, Long::sum) > MAX_SHARING * channel.size()) {
        throw new ModelFormatException(
            place, "the same bytes for many tensors", "each byte for one tensor");
      }
      ByteBuffer data = ByteBuffer.allocate((int) length);
      while (data.hasRemaining() && channel.read(data, offset + data.position()) >= 0) {
        continue;
      }
      return data.flip();
    } catch (IOException e) {
      throw new ModelFormatException(place, e.toString(), "a file that can be read").because(e);
    }
  }

  private Path file(String place, String location) {
    if (folder.isEmpty()) {
      throw new ModelFormatException(place, "a file " + location, "the model read from its folder");
    }
    try {
      Path relative = Path.of(location);
      boolean escapes =
          location.isEmpty()
              || location.contains("\\")
              || location.contains(":")
              || relative.isAbsolute()
              || !relative.equals(relative.normalize())
              || relative.startsWith("..");
      if (escapes) {
        throw new ModelFormatException(
            place, "location \"" + location + "\"", "a plain path within the model's folder");
      }
      Path inside = folder.get().toRealPath();
      Path real = inside.resolve(relative).toRealPath();
      if (!real.startsWith(inside) || !Files.isRegularFile(real)) {
        throw new ModelFormatException(
            place, location + ", which leads out", "a file within the model's folder");
      }
      return real;
    } catch (InvalidPathException | IOException e) {
      throw new ModelFormatException(place, location, "a file beside the model").because(e);
    }
  }

  private static long number(String place, String digits) {
    if (!digits.matches("[0-9]{1,18}")) {
      throw new ModelFormatException(place, digits, "a whole number of at most 18 digits");
    }
    return Long.parseLong(digits);
  }
}
