package io.flinklstm.benchmarks;

/** Another engine; found by {@link java.util.ServiceLoader} where the build brought it along. */
public interface Peer {

  /** Short name for the table. */
  String name();

  /** Prepares a shape with given weights and inputs, one thread. */
  Contender contender(Shape shape, Problem problem);
}
