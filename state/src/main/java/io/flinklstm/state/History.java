package io.flinklstm.state;

import java.util.Arrays;

/**
 * The last rows of raw values of a key with their times, oldest first. A ring that grows with its
 * rows up to the capacity it is told; the oldest row makes room for the newest.
 */
public final class History {

  /** Stands for the time of a row whose event had none. */
  public static final long UNTIMED = Long.MIN_VALUE;

  private static final float[] NO_VALUES = {};
  private static final long[] NO_TIMES = {};

  private int width;
  private int begin; // where in the ring the oldest row is
  private int size;
  private float[] values = NO_VALUES; // (place in the ring, value)
  private long[] times = NO_TIMES;

  History() {}

  History(History other) {
    width = other.width;
    begin = other.begin;
    size = other.size;
    values = other.values.clone();
    times = other.times.clone();
  }

  /** A history of these rows, oldest first; owns the arrays from now on. */
  History(int width, float[] values, long[] times) {
    this.width = width;
    this.size = times.length;
    this.values = values;
    this.times = times;
  }

  /** How many rows of so many values a key's state may keep. */
  public static int mostRows(int width) {
    return KeyStateCodec.LONGEST / (width + 1);
  }

  /** Rows kept. */
  public int size() {
    return size;
  }

  /** Values per row; 0 while there is none. */
  public int width() {
    return size == 0 ? 0 : width;
  }

  /** Copies a row in, and lets the oldest go where there are more than the capacity then. */
  public void append(float[] row, long time, int capacity) {
    if (size == 0) {
      width = row.length;
    }
    if (row.length != width || capacity < 1) {
      throw new IllegalArgumentException(
          "history: found a row of "
              + row.length
              + " values and room for "
              + capacity
              + " rows, expected "
              + width
              + " values and room for at least one");
    }
    while (size >= capacity) {
      begin = place(1);
      size--;
    }
    if (size == times.length || values.length != times.length * width) {
      grow(Math.min(capacity, Math.max(4, 2 * size)));
    }
    int at = place(size++);
    System.arraycopy(row, 0, values, at * width, width);
    times[at] = time;
  }

  private void grow(int rows) {
    float[] newValues = new float[rows * width];
    long[] newTimes = new long[rows];
    for (int i = 0; i < size; i++) {
      System.arraycopy(values, place(i) * width, newValues, i * width, width);
      newTimes[i] = times[place(i)];
    }
    values = newValues;
    times = newTimes;
    begin = 0;
  }

  private int place(int row) {
    int at = begin + row;
    return at < times.length ? at : at - times.length;
  }

  /** A copy of one row; 0 is the oldest. */
  public float[] row(int index) {
    int at = place(index) * width;
    return Arrays.copyOfRange(values, at, at + width);
  }

  /** One value of one row; row 0 is the oldest. */
  public float value(int row, int column) {
    return values[place(row) * width + column];
  }

  /** When a row was; 0 is the oldest. */
  public long time(int row) {
    return times[place(row)];
  }

  /** Lets go of all rows. */
  public void clear() {
    begin = 0;
    size = 0;
  }

  /** Compares rows by their bits, wherever in the ring they are. */
  @Override
  public boolean equals(Object object) {
    if (!(object instanceof History other) || size != other.size || width() != other.width()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (time(i) != other.time(i) || !Arrays.equals(row(i), other.row(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 31 * size + width();
    return size == 0 ? hash : 31 * hash + Long.hashCode(time(size - 1));
  }

  @Override
  public String toString() {
    return "History(" + size + " rows of " + width() + " values)";
  }
}
