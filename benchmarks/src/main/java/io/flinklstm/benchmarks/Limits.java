package io.flinklstm.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What this core can do at most: multiply-adds, and reading from the levels of its memory. By the
 * thread's own time, as {@link Turns} counts.
 */
final class Limits {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int REPEATS = 2_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final float[] sink = new float[64];

  /** Billions of floating-point operations a second, from twelve independent chains of fma. */
  double fmaPeak() {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < REPEATS; i++) {
      chains(sink, 500);
    }
    return REPEATS * 500.0 * 12 * 2 * LANES / (THREADS.getCurrentThreadCpuTime() - start);
  }

  private static void chains(float[] to, int n) {
    FloatVector v = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector u = FloatVector.broadcast(SPECIES, 1e-3f);
    FloatVector a = v;
    FloatVector b = v;
    FloatVector c = v;
    FloatVector d = v;
    FloatVector e = v;
    FloatVector f = v;
    FloatVector g = v;
    FloatVector h = v;
    FloatVector i = v;
    FloatVector j = v;
    FloatVector k = v;
    FloatVector l = v;
    for (int t = 0; t < n; t++) {
      a = a.fma(v, u);
      b = b.fma(v, u);
      c = c.fma(v, u);
      d = d.fma(v, u);
      e = e.fma(v, u);
      f = f.fma(v, u);
      g = g.fma(v, u);
      h = h.fma(v, u);
      i = i.fma(v, u);
      j = j.fma(v, u);
      k = k.fma(v, u);
      l = l.fma(v, u);
    }
    FloatVector first = a.add(b).add(c).add(d).add(e).add(f);
    first.add(g).add(h).add(i).add(j).add(k).add(l).intoArray(to, 0);
  }

  /** Billions of bytes a second read from an array of so many bytes, again and again. */
  double loadBandwidth(int bytes) {
    float[] from = new float[Math.max(1 << 19, bytes / 4 + 16)];
    int passes = (int) Math.max(1, (1L << 28) / bytes);
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < passes; i++) {
      sum(from, bytes / 4, sink);
    }
    return (double) passes * bytes / (THREADS.getCurrentThreadCpuTime() - start);
  }

  private static void sum(float[] from, int floats, float[] to) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int step = 4 * LANES;
    for (int i = 12; i + step <= floats; i += step) {
      a = a.add(FloatVector.fromArray(SPECIES, from, i));
      b = b.add(FloatVector.fromArray(SPECIES, from, i + LANES));
      c = c.add(FloatVector.fromArray(SPECIES, from, i + 2 * LANES));
      d = d.add(FloatVector.fromArray(SPECIES, from, i + 3 * LANES));
    }
    a.add(b).add(c).add(d).intoArray(to, 0);
  }
}
