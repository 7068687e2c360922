package io.flinklstm.faults.fault;

import io.flinklstm.faults.Trial;
import java.util.SplittableRandom;

/** Breaks something and heals it. Recovery counts from its return. */
public interface Fault {
  /**
   * Breaks and heals.
   *
   * @param random decides whom and how long; the same at each replay
   */
  void inject(Trial trial, SplittableRandom random);
}
