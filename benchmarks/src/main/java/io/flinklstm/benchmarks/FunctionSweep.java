package io.flinklstm.benchmarks;

import io.flinklstm.core.kernel.Functions;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The largest error of exp, tanh and sigmoid over every float there is, in units of the exact
 * result's last place. Takes minutes; {@code ./flink-lstm bench functions} runs it, and {@code
 * docs/numerics.md} tells what it found.
 *
 * <p>The exact results are float64's, which are wrong by about a billionth of such a unit.
 */
public final class FunctionSweep {

  private static final int PARTS = 4_096;
  private static final long PART = (1L << 32) / PARTS;

  private static int stride = 1;

  private interface FloatFunction {
    float of(float x);
  }

  private interface DoubleFunction {
    double of(double x);
  }

  /** Where a function is how far off. */
  private record Worst(float x, double ulp) {

    static final Worst NONE = new Worst(0, 0);

    static Worst of(Worst a, Worst b) {
      return a.ulp >= b.ulp ? a : b;
    }
  }

  private FunctionSweep() {}

  /** Arguments: {@code --every N} for every Nth float alone. */
  public static void main(String[] args) {
    int every = List.of(args).indexOf("--every");
    if (every >= 0) {
      stride = Integer.parseInt(args[every + 1]);
    }
    report("exp", Functions::exp, Math::exp);
    report("tanh", Functions::tanh, FunctionSweep::tanh);
    report("sigmoid", Functions::sigmoid, x -> 1 / (1 + Math.exp(-x)));
  }

  private static void report(String name, FloatFunction own, DoubleFunction exact) {
    List<Worst> parts =
        IntStream.range(0, PARTS).parallel().mapToObj(i -> part(i, own, exact)).toList();
    Worst worst = parts.stream().reduce(Worst.NONE, Worst::of);
    System.out.printf(
        Locale.ROOT,
        "%-8s one float in %d: largest error %.3f ulp, at %s (found %s, exact %s)%n",
        name,
        stride,
        worst.ulp(),
        worst.x(),
        own.of(worst.x()),
        exact.of(worst.x()));
  }

  private static Worst part(int part, FloatFunction own, DoubleFunction exact) {
    float at = 0;
    double largest = 0;
    long from = part * PART;
    for (long bits = from; bits < from + PART; bits += stride) {
      float x = Float.intBitsToFloat((int) bits);
      double error = error(own.of(x), exact.of(x));
      if (error > largest) {
        largest = error;
        at = x;
      }
    }
    return new Worst(at, largest);
  }

  /** In ulp of the exact result. Equal infinities, and not-a-numbers, are right. */
  private static double error(float found, double exact) {
    float rounded = (float) exact;
    if (Float.compare(found, rounded) == 0) {
      return Float.isFinite(rounded) ? Math.abs(found - exact) / Math.ulp(rounded) : 0;
    }
    return Float.isFinite(rounded) && Float.isFinite(found)
        ? Math.abs(found - exact) / Math.ulp(rounded)
        : Double.POSITIVE_INFINITY;
  }

  /** Math.tanh, several times faster: its series where small, else by exp. */
  private static double tanh(double x) {
    if (Math.abs(x) > 0.05) {
      return 1 - 2 / (Math.exp(2 * x) + 1);
    }
    double s = x * x;
    double p = -17 / 315.0 + s * (62 / 2835.0 - s * (1382 / 155925.0));
    return x + x * s * (-1 / 3.0 + s * (2 / 15.0 + s * p));
  }
}
