package io.flinklstm.benchmarks.operator;

/**
 * What one row of the table measures.
 *
 * @param rocksdb or else the heap
 * @param hidden units H
 * @param keys with a state
 * @param zipf whether they are drawn by Zipf's law, or else uniformly
 */
record Scene(boolean rocksdb, int hidden, int keys, boolean zipf) {

  static final double EXPONENT = 1.1;

  Keys draw(long seed) {
    return zipf ? Keys.zipf(keys, EXPONENT, seed) : Keys.uniform(keys, seed);
  }

  String backend() {
    return rocksdb ? "rocksdb" : "heap";
  }

  boolean is(boolean onRocksdb, int units, int count) {
    return rocksdb == onRocksdb && hidden == units && keys == count && !zipf;
  }
}
