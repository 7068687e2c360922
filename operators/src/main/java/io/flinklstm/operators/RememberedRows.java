package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.state.History;
import io.flinklstm.state.KeyState;

/**
 * The last rows of a key as its steps took them: raw values, what stood in for missing ones among
 * them, and behind these 1 where the row began a sequence.
 */
final class RememberedRows {

  private final int capacity;
  private final float[] row;

  /**
   * @throws IllegalArgumentException where a key's state cannot keep so many
   */
  RememberedRows(Network network, int capacity) {
    if (capacity > most(network.fields())) {
      throw new IllegalArgumentException(
          "history: found %d rows of %d fields, expected at most %d"
              .formatted(capacity, network.fields(), most(network.fields())));
    }
    this.capacity = capacity;
    this.row = new float[width(network)];
  }

  /** Values of a row. */
  static int width(Network network) {
    return width(network.fields());
  }

  private static int width(int fields) {
    return fields + 1;
  }

  /** How many rows of a model with so many fields a key's state can keep. */
  static int most(int fields) {
    return History.mostRows(width(fields));
  }

  /** Whether a row began a sequence. */
  static boolean began(History rows, int index) {
    return rows.value(index, rows.width() - 1) != 0;
  }

  /** Adds the row of the step that has just been counted. */
  void add(KeyState state, float[] values, boolean timed, long time) {
    if (capacity == 0 && !state.hasHistory()) {
      return;
    }
    History rows = state.history();
    if (rows.size() > 0 && (capacity == 0 || rows.width() != row.length)) {
      rows.clear(); // of other options or another model, and not the last rows from now on
    }
    if (capacity > 0) {
      System.arraycopy(values, 0, row, 0, values.length);
      row[values.length] = state.sequenceSteps() == 1 ? 1 : 0;
      rows.append(row, timed ? time : History.UNTIMED, capacity);
    }
  }
}
