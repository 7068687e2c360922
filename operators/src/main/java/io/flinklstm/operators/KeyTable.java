package io.flinklstm.operators;

import java.util.Arrays;

/**
 * Numbers the different keys of a bundle 0, 1, 2, ... as they first come. An open-addressing table
 * over {@code equals}, reused from bundle to bundle without allocating.
 */
final class KeyTable {

  private final Object[] keys; // by number
  private final int[] places; // number + 1 by hash, 0 where free
  private int size;

  KeyTable(int capacity) {
    keys = new Object[capacity];
    places = new int[Integer.highestOneBit(Math.max(2, capacity)) * 4];
  }

  /** The key's number; a key not seen before gets {@link #size}. */
  int numberOf(Object key) {
    int at = placeOf(key);
    if (places[at] != 0) {
      return places[at] - 1;
    }
    keys[size] = key;
    places[at] = ++size;
    return size - 1;
  }

  boolean contains(Object key) {
    return places[placeOf(key)] != 0;
  }

  /** Where the key is, or the free place where it would be. */
  private int placeOf(Object key) {
    int hash = key.hashCode() * 0x9E3779B9;
    int at = (hash ^ hash >>> 16) & places.length - 1;
    while (places[at] != 0 && !keys[places[at] - 1].equals(key)) {
      at = at + 1 & places.length - 1;
    }
    return at;
  }

  int size() {
    return size;
  }

  Object key(int number) {
    return keys[number];
  }

  void clear() {
    Arrays.fill(places, 0);
    Arrays.fill(keys, 0, size, null);
    size = 0;
  }
}
