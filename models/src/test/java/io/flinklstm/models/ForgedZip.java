package io.flinklstm.models;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.zip.Deflater;

/** Writes archives whose directory may lie. */
public final class ForgedZip {

  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int entries;
  private OptionalInt directoryOffset = OptionalInt.empty();

  /** What the directory says of an entry. */
  public record Claim(int method, int flags, int compressed, int size, int localHeader) {}

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Puts an entry's bytes as they are; gives where its header is. */
  public int put(byte[] content) {
    int at = data.size();
    data.writeBytes(little(LOCAL_BYTES).putInt(0, 0x04034b50).array());
    data.writeBytes(content);
    return at;
  }

  /** Adds an entry to the directory. */
  public ForgedZip list(String name, Claim claim) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry = little(CENTRAL_BYTES + text.length);
    entry.putInt(0, 0x02014b50).putShort(8, (short) claim.flags);
    entry.putShort(10, (short) claim.method).putInt(20, claim.compressed).putInt(24, claim.size);
    entry.putShort(28, (short) text.length).putInt(42, claim.localHeader);
    entry.put(CENTRAL_BYTES, text);
    directory.writeBytes(entry.array());
    entries++;
    return this;
  }

  /** An honest stored entry. */
  public ForgedZip stored(String name, byte[] content) {
    return list(name, new Claim(0, 0, content.length, content.length, put(content)));
  }

  /** An honest stored entry of text. */
  public ForgedZip stored(String name, String text) {
    return stored(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A deflated entry that says it has so many bytes. */
  public ForgedZip deflated(String name, byte[] content, int claimed) {
    byte[] packed = deflate(content, true);
    return list(name, new Claim(8, 0, packed.length, claimed, put(packed)));
  }

  /** Says that the directory is somewhere else. */
  public ForgedZip directoryAt(int offset) {
    directoryOffset = OptionalInt.of(offset);
    return this;
  }

  /** Deflated bytes, with zlib's frame or without. */
  public static byte[] deflate(byte[] content, boolean bare) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, bare);
    deflater.setInput(content);
    deflater.finish();
    byte[] room = new byte[content.length + 64];
    int length = deflater.deflate(room);
    deflater.end();
    return Arrays.copyOf(room, length);
  }

  /** The archive. */
  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(data.toByteArray());
    all.writeBytes(directory.toByteArray());
    ByteBuffer end = little(END_BYTES).putInt(0, 0x06054b50);
    end.putShort(10, (short) entries).putInt(12, directory.size());
    end.putInt(16, directoryOffset.orElse(data.size()));
    all.writeBytes(end.array());
    return all.toByteArray();
  }
}
