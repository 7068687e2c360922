package io.flinklstm.benchmarks;

/** Something that advances all keys of one shape by one step. */
public interface Contender extends AutoCloseable {

  /** Short name for the table. */
  String name();

  /** One step of every key; the state stays with the contender. */
  void step();

  /** The first key's hidden state after the last step, to see that all compute the same. */
  float[] hidden();

  @Override
  default void close() {}
}
