package io.flinklstm.benchmarks.operator;

/** Who takes turns. */
enum Entrant {
  OWN,
  FLOOR,
  ENGINE,
  BARE
}
