package io.flinklstm.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tensors of a recorded case, by name. Reads just enough of safetensors for files we wrote. */
public final class Golden {

  private static final Pattern ENTRY =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"(F32|F64|I32|I64)\",\"shape\":\\[([^\\]]*)\\],"
              + "\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}");

  /** The folder of all recorded cases beside the checkout; may be absent. */
  public static final Path SHARED = Path.of("..", "..", "shared", "golden");

  private final Map<String, int[]> shapes = new TreeMap<>();
  private final Map<String, double[]> values = new TreeMap<>();

  private Golden(ByteBuffer file) {
    file.order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = (int) file.getLong();
    byte[] header = new byte[headerLength];
    file.get(header);
    int data = file.position();
    Matcher entry =
        ENTRY.matcher(new String(header, StandardCharsets.UTF_8).replaceAll("[\\s]", ""));
    while (entry.find()) {
      int from = data + Integer.parseInt(entry.group(4));
      int length = Integer.parseInt(entry.group(5)) - Integer.parseInt(entry.group(4));
      shapes.put(entry.group(1), dimensions(entry.group(3)));
      values.put(entry.group(1), decode(entry.group(2), file.slice(from, length)));
    }
  }

  /** A small case that is committed with the tests. */
  public static Golden committed(String file) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
      return new Golden(ByteBuffer.wrap(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A case from the shared folder. */
  public static Golden shared(String file) {
    try {
      return new Golden(ByteBuffer.wrap(Files.readAllBytes(SHARED.resolve(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] dimensions(String text) {
    return text.isEmpty()
        ? new int[0]
        : Pattern.compile(",").splitAsStream(text).mapToInt(Integer::parseInt).toArray();
  }

  private static double[] decode(String type, ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    int size = type.endsWith("64") ? 8 : 4;
    double[] decoded = new double[bytes.remaining() / size];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] =
          switch (type) {
            case "F32" -> bytes.getFloat();
            case "F64" -> bytes.getDouble();
            case "I32" -> bytes.getInt();
            default -> bytes.getLong();
          };
    }
    return decoded;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public int[] shape(String name) {
    return shapes.get(name);
  }

  public double[] values(String name) {
    return values.get(name);
  }

  public float[] floats(String name) {
    double[] from = values.get(name);
    float[] floats = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      floats[i] = (float) from[i];
    }
    return floats;
  }

  /** All tensors, as weights. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new TreeMap<>();
    shapes.forEach((name, shape) -> tensors.put(name, new Tensor(name, shape, floats(name))));
    return tensors;
  }
}
