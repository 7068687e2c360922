package io.flinklstm.state;

import java.nio.ByteBuffer;

/** The rows of a {@link History} as the last bytes of a key's state: counts, then row after row. */
final class HistoryBytes {

  /** Bytes before the rows. */
  static final int COUNTS = 2 * Integer.BYTES;

  private HistoryBytes() {}

  /** Bytes of a history that has rows. */
  static int length(History history) {
    if (history.size() > History.mostRows(history.width())) {
      throw new IllegalArgumentException(
          history + ": expected at most " + KeyStateCodec.LONGEST + " values and times");
    }
    return COUNTS + rowsLength(history.size(), history.width());
  }

  private static int rowsLength(int rows, int width) {
    return rows * (Long.BYTES + Float.BYTES * width);
  }

  /** Checks the counts and returns how many bytes the rows behind them take. */
  static int rowsLength(ByteBuffer bytes, int begin) throws StateFormatException {
    int rows = KeyStateCodec.inRange("rows of history", bytes.getInt(begin));
    int width = KeyStateCodec.inRange("values of a row", bytes.getInt(begin + Integer.BYTES));
    if (rows > History.mostRows(width)) {
      throw new StateFormatException(
          "history",
          rows + " rows of " + width + " values",
          "at most " + KeyStateCodec.LONGEST + " in all");
    }
    return rowsLength(rows, width);
  }

  /** Writes a history that has rows. */
  static void encode(History history, ByteBuffer bytes, int begin) {
    bytes.putInt(begin, history.size());
    bytes.putInt(begin + Integer.BYTES, history.width());
    int at = begin + COUNTS;
    for (int row = 0; row < history.size(); row++) {
      bytes.putLong(at, history.time(row));
      at += Long.BYTES;
      for (int column = 0; column < history.width(); column++) {
        bytes.putFloat(at, history.value(row, column));
        at += Float.BYTES;
      }
    }
  }

  /** Reads a history whose counts have been checked. */
  static History decode(ByteBuffer bytes, int begin) {
    long[] times = new long[bytes.getInt(begin)];
    int width = bytes.getInt(begin + Integer.BYTES);
    float[] values = new float[times.length * width];
    int at = begin + COUNTS;
    for (int row = 0; row < times.length; row++) {
      times[row] = bytes.getLong(at);
      at += Long.BYTES;
      for (int i = row * width; i < (row + 1) * width; i++) {
        values[i] = bytes.getFloat(at);
        at += Float.BYTES;
      }
    }
    return new History(width, values, times);
  }
}
