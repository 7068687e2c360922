package io.flinklstm.operators;

import java.util.Arrays;

/**
 * Events gathered in their order of arrival, and for each key the chain of its own. Reused; holds
 * nothing after {@link #clear}.
 */
final class Bundle {

  /** Ends a key's chain. */
  static final int NONE = -1;

  final Object[] events;
  final long[] times;
  final boolean[] timed;
  final float[][] values; // (slot, fields) raw
  final int[] marks; // by slot: what Intake found out
  final Object[] released; // by slot: the result of a sequence that this event ended, or null
  final long[] releasedAt; // by slot: the time with which it is given out
  final Object[] results; // by slot, Prediction, Rejected, or null where none is given out
  final int[] next; // the slot of the same key's next event, or NONE
  final int[] first; // by key number
  private final int[] last; // by key number
  private final KeyTable table;
  private int size;

  Bundle(int capacity, int fields) {
    events = new Object[capacity];
    times = new long[capacity];
    timed = new boolean[capacity];
    values = new float[capacity][fields];
    marks = new int[capacity];
    released = new Object[capacity];
    releasedAt = new long[capacity];
    results = new Object[capacity];
    next = new int[capacity];
    first = new int[capacity];
    last = new int[capacity];
    table = new KeyTable(capacity);
  }

  /** Events gathered. */
  int size() {
    return size;
  }

  boolean isFull() {
    return size == events.length;
  }

  /** Different keys among them. */
  int keys() {
    return table.size();
  }

  Object key(int number) {
    return table.key(number);
  }

  /** Where the next event's raw values are to be written, before {@link #add}. */
  float[] freeValues() {
    return values[size];
  }

  /** What was found out about the next event, before {@link #add}. */
  void freeMarks(int found) {
    marks[size] = found;
  }

  boolean contains(Object key) {
    return table.contains(key);
  }

  /** Takes an event whose values are in {@link #freeValues}. */
  void add(Object key, Object event, boolean hasTime, long time) {
    int slot = size++;
    events[slot] = event;
    timed[slot] = hasTime;
    times[slot] = time;
    next[slot] = NONE;
    int known = table.size();
    int number = table.numberOf(key);
    if (number == known) {
      first[number] = slot;
    } else {
      next[last[number]] = slot;
    }
    last[number] = slot;
  }

  void clear() {
    Arrays.fill(events, 0, size, null);
    Arrays.fill(released, 0, size, null);
    Arrays.fill(results, 0, size, null);
    table.clear();
    size = 0;
  }
}
