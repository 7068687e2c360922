package io.flinklstm.core.kernel;

/**
 * Large float arrays whose values are likely to lie on cache lines. A vector that straddles two
 * lines costs twice, which halves the speed of a single key.
 *
 * <p>Java places no array on purpose. But G1 gives an array of half a region or more regions of its
 * own and never moves it; behind the 16 bytes of its header, 48 more bring the values to a line. A
 * guess that fails costs time, never correctness.
 */
public final class Slab {

  /** Index of the first float to use. */
  public static final int START = 12;

  /**
   * System property: the fewest floats that an array gets. The default, half a region of G1 in
   * heaps of up to 8 GB, costs a task some megabytes, and each to be set to zero; 0 is for those
   * that make networks by the thousand.
   */
  public static final String SMALLEST_PROPERTY = "flinklstm.slab.smallest";

  private static final int SMALLEST = Integer.getInteger(SMALLEST_PROPERTY, 1 << 19);

  private Slab() {}

  /** An array with at least so many floats from {@link #START} on, all zero. */
  public static float[] allocate(int floats) {
    return new float[Math.max(SMALLEST, START + floats)];
  }
}
