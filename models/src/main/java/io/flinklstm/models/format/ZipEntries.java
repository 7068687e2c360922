package io.flinklstm.models.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive in memory, read by its central directory: the streaming reader of the JDK cannot
 * read PyTorch's archives. Stored entries are views; others are inflated up to a cap.
 */
public final class ZipEntries {

  private static final int END = 0x06054b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_BYTES = 22;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final int MAX_COMMENT = 0xffff;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int MAX_RATIO = 1032; // what deflate can reach
  private static final int MAX_PACKING = 64; // how much larger than the file all entries may become

  private record Entry(int method, int compressed, int size, int localHeader) {}

  private final ByteBuffer zip;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long inflated;

  private ZipEntries(ByteBuffer zip) {
    this.zip = zip;
  }

  /** Whether these first bytes are those of a zip archive. */
  public static boolean looksLike(byte[] start) {
    return start.length > 3 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
  }

  /** Reads the directory; nothing is inflated yet. */
  public static ZipEntries of(byte[] file) {
    ZipEntries zip = new ZipEntries(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
    int end = zip.findEnd();
    int count = zip.zip.getShort(end + 10) & 0xffff;
    long at = zip.zip.getInt(end + 16) & 0xffffffffL;
    for (int i = 0; i < count; i++) {
      at = zip.directoryEntry(at);
    }
    return zip;
  }

  /** The names of all entries, in the directory's order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** Whether there is such an entry. */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /** The bytes of an entry, little-endian. */
  public ByteBuffer get(String name, int cap) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new ModelFormatException("archive", "no entry " + name, "one; has " + names());
    }
    if (entry.size > cap) {
      throw new ModelFormatException(
          "archive entry " + name, entry.size + " bytes", "at most " + cap);
    }
    ByteBuffer stored = zip.slice(dataStart(name, entry), entry.compressed);
    if (entry.method == STORED) {
      return stored.order(ByteOrder.LITTLE_ENDIAN);
    }
    inflated += entry.size;
    if (inflated > (long) MAX_PACKING * zip.capacity()) {
      throw new ModelFormatException(
          "archive entry " + name,
          inflated + " bytes inflated in all",
          "at most " + MAX_PACKING + " times the archive's " + zip.capacity());
    }
    return inflate(name, entry, stored).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The text of an entry. */
  public String text(String name, int cap) {
    return StandardCharsets.UTF_8.decode(get(name, cap)).toString();
  }

  private int findEnd() {
    int last = zip.capacity() - END_BYTES;
    for (int at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
      if (zip.getInt(at) == END) {
        return at;
      }
    }
    throw new ModelFormatException("archive", "no end of directory", "a whole zip file");
  }

  private long directoryEntry(long at) {
    require(at, CENTRAL_BYTES, CENTRAL, "directory");
    int from = (int) at;
    int nameLength = zip.getShort(from + 28) & 0xffff;
    int more = (zip.getShort(from + 30) & 0xffff) + (zip.getShort(from + 32) & 0xffff);
    require(at, CENTRAL_BYTES + nameLength + more, CENTRAL, "directory");
    String name = StandardCharsets.UTF_8.decode(slice(from + CENTRAL_BYTES, nameLength)).toString();
    Entry entry = entry(name, from);
    if (entries.put(name, entry) != null) {
      throw new ModelFormatException("archive", "two entries " + name, "each name once");
    }
    return at + CENTRAL_BYTES + nameLength + more;
  }

  private ByteBuffer slice(int from, int length) {
    return zip.slice(from, length);
  }

  private Entry entry(String name, int from) {
    boolean encrypted = (zip.getShort(from + 8) & 1) != 0;
    int method = zip.getShort(from + 10) & 0xffff;
    if (encrypted || method != STORED && method != DEFLATED) {
      throw new ModelFormatException(
          "archive entry " + name,
          encrypted ? "encryption" : "compression method " + method,
          "stored or deflated bytes");
    }
    int compressed = size(name, zip.getInt(from + 20));
    int size = size(name, zip.getInt(from + 24));
    if (method == STORED ? compressed != size : size > (long) MAX_RATIO * compressed) {
      throw new ModelFormatException(
          "archive entry " + name, compressed + " bytes stored for " + size, "sizes that agree");
    }
    return new Entry(method, compressed, size, size(name, zip.getInt(from + 42)));
  }

  private int size(String name, int unsigned) {
    if (unsigned < 0 || unsigned > zip.capacity() * (long) MAX_RATIO) {
      throw new ModelFormatException(
          "archive entry " + name,
          "a size or place of " + Integer.toUnsignedString(unsigned),
          "less than 2 GiB");
    }
    return unsigned;
  }

  private int dataStart(String name, Entry entry) {
    String place = "entry " + name;
    require(entry.localHeader, LOCAL_BYTES, LOCAL, place);
    int nameLength = zip.getShort(entry.localHeader + 26) & 0xffff;
    int extra = zip.getShort(entry.localHeader + 28) & 0xffff;
    long length = (long) LOCAL_BYTES + nameLength + extra + entry.compressed;
    require(entry.localHeader, length, LOCAL, place);
    return entry.localHeader + LOCAL_BYTES + nameLength + extra;
  }

  private void require(long at, long length, int signature, String place) {
    if (at + length > zip.capacity()) {
      throw new ModelFormatException(
          "archive " + place, "bytes " + at + " to " + (at + length), "at most " + zip.capacity());
    }
    if (zip.getInt((int) at) != signature) {
      throw new ModelFormatException("archive " + place, "no header at byte " + at, "one");
    }
  }

  private static ByteBuffer inflate(String name, Entry entry, ByteBuffer stored) {
    Inflater inflater = new Inflater(true);
    try {
      byte[] data = new byte[entry.size];
      inflater.setInput(stored);
      int length = 0;
      for (int n = 1; n > 0 && length < data.length; length += n) {
        n = inflater.inflate(data, length, data.length - length);
      }
      boolean more = inflater.inflate(new byte[1]) > 0;
      if (length < data.length || more) {
        throw new ModelFormatException(
            "archive entry " + name,
            (more ? "more than " : "") + length + " bytes",
            "" + entry.size);
      }
      return ByteBuffer.wrap(data);
    } catch (DataFormatException e) {
      throw new ModelFormatException("archive entry " + name, e.getMessage(), "deflated bytes")
          .because(e);
    } finally {
      inflater.end();
    }
  }
}
