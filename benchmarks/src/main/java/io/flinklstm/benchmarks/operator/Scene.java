package io.flinklstm.benchmarks.operator;

import java.util.Locale;

/**
 * What one row of the table measures.
 *
 * @param rocksdb or else the heap
 * @param hidden units H
 * @param keys with a state
 * @param zipf whether they are drawn by Zipf's law, or else uniformly
 * @param recent keys whose states we keep as objects beside a backend of bytes
 */
record Scene(boolean rocksdb, int hidden, int keys, boolean zipf, int recent) {

  static final double EXPONENT = 1.1;

  /** The operator's own default. */
  static final int DEFAULT_RECENT = 10_000;

  Keys draw(long seed) {
    return zipf ? Keys.zipf(keys, EXPONENT, seed) : Keys.uniform(keys, seed);
  }

  String backend() {
    return rocksdb ? "rocksdb" : "heap";
  }

  /** As the first columns of the table name it. */
  String label() {
    return String.format(
        Locale.ROOT,
        "%s %d %,d%s%s",
        backend(),
        hidden,
        keys,
        zipf ? " Zipf " + EXPONENT : "",
        rocksdb ? String.format(Locale.ROOT, ", %,d recent", recent) : "");
  }

  boolean is(boolean onRocksdb, int units, int count) {
    return rocksdb == onRocksdb
        && hidden == units
        && keys == count
        && !zipf
        && recent == DEFAULT_RECENT;
  }
}
