package io.flinklstm.benchmarks.operator;

import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;

/** Another engine, called for one event at a time; found by {@link java.util.ServiceLoader}. */
public interface OneKeyEngine extends AutoCloseable {

  /** Short name for the table. */
  String name();

  /** Prepares a network, one thread. */
  void open(Shape shape, Problem problem);

  /**
   * One timestep.
   *
   * @param state h, then c
   * @param next h, then c; written
   */
  void step(float[] x, float[] state, float[] next);

  @Override
  void close();
}
