package io.flinklstm.jobs.watch;

/**
 * The last hidden states of one key, in a ring of bounded length, as exact as colours are: of each
 * number is kept how many 127ths of the largest of its row it is. Guarded by the board.
 */
final class HiddenRows {

  /** Into how many parts the largest magnitude of a row is divided. */
  static final float PARTS = Byte.MAX_VALUE;

  private static final byte[] NONE = {};

  private final int units;
  private final float[] largest; // magnitude in each row
  private final byte[][] parts; // [row][unit]; empty where there is no row

  /**
   * @param length rows that are kept
   * @param units in a row
   */
  HiddenRows(int length, int units) {
    this.units = units;
    this.largest = new float[length];
    this.parts = new byte[length][];
  }

  /**
   * @param outputs what the model gave out; where it has fewer units there is no row
   * @param first index of the first hidden unit in it
   */
  void put(long index, float[] outputs, int first) {
    int row = (int) (index % parts.length);
    if (units == 0 || first + units > outputs.length) {
      largest[row] = 0;
      parts[row] = NONE;
      return;
    }
    float most = 0;
    for (int unit = 0; unit < units; unit++) {
      float value = Math.abs(outputs[first + unit]);
      most = Float.isFinite(value) ? Math.max(most, value) : most;
    }
    largest[row] = most;
    parts[row] = new byte[units];
    for (int unit = 0; unit < units && most > 0; unit++) {
      float part = outputs[first + unit] / most * PARTS; // of what is not finite, none or all
      parts[row][unit] = (byte) Math.round(Math.max(-PARTS, Math.min(PARTS, part)));
    }
  }

  /** The largest magnitude of a row that was put. */
  float largest(long index) {
    return largest[(int) (index % parts.length)];
  }

  /** How many parts of it each unit is; empty where there is no row. */
  byte[] parts(long index) {
    return parts[(int) (index % parts.length)];
  }
}
