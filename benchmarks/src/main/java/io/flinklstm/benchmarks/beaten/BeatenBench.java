package io.flinklstm.benchmarks.beaten;

import io.flinklstm.benchmarks.Contender;
import io.flinklstm.benchmarks.KernelBench;
import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the beaten kernels in turns with the ones in use. By {@code ./flink-lstm bench beaten}. */
public final class BeatenBench {

  private static final int INPUTS = 8;

  private BeatenBench() {}

  public static void main(String[] args) {
    for (int hidden : new int[] {32, 64, 128}) {
      for (int keys : new int[] {1, 32}) {
        measure(new Shape("LSTM", 1, INPUTS, hidden, keys));
      }
    }
  }

  private static void measure(Shape shape) {
    Problem problem = Problem.of(shape);
    List<Contender> beaten = new ArrayList<>();
    beaten.add(new OneMethod(shape, problem));
    beaten.add(new PlainLoops(shape, problem));
    double[] nanos = KernelBench.besideOwn(shape, problem, beaten);
    System.out.printf(
        Locale.ROOT, "H=%d keys=%d own %.0f ns", shape.hidden(), shape.keys(), nanos[0]);
    for (int i = 0; i < beaten.size(); i++) {
      System.out.printf(Locale.ROOT, ", %s %.1fx", beaten.get(i).name(), nanos[i + 1] / nanos[0]);
    }
    System.out.println();
  }
}
