package io.flinklstm.models.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes pickles instruction by instruction, and archives around them. */
final class Pickle {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickle() {
    bytes(0x80, 2);
  }

  Pickle bytes(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  Pickle ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  Pickle global(String module, String name) {
    return ascii("c" + module + "\n" + name + "\n");
  }

  Pickle text(String text) {
    return ascii("X").int32(text.length()).ascii(text);
  }

  Pickle whole(int value) {
    return ascii("J").int32(value);
  }

  Pickle int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  /** A tensor of one dimension in record {@code data/0}. */
  Pickle tensor(int elements, int offset, int size, int stride) {
    global("torch._utils", "_rebuild_tensor_v2").ascii("((").text("storage");
    global("torch", "FloatStorage").text("0").text("cpu").whole(elements).ascii("tQ");
    whole(offset).whole(size).bytes(0x85).whole(stride).bytes(0x85, 0x89);
    return ascii(")tR");
  }

  byte[] stop() {
    return ascii(".").out.toByteArray();
  }

  /** The archive that {@code torch.save} would write for this pickle and record {@code data/0}. */
  static byte[] archive(byte[] pickle, byte[] record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "m/data.pkl", pickle);
      store(zip, "m/data/0", record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
