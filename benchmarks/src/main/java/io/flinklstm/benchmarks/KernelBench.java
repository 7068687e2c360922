package io.flinklstm.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Measures one timestep per key beside the peers: for each shape all contenders in one process,
 * taking turns, each by its fastest turn. Prints the tables, writes them as CSV and Markdown, and
 * ends with one line.
 *
 * <p>Run by {@code ./flink-lstm bench kernels}. Arguments: {@code --quick} for the LSTM table alone
 * with fewer turns; {@code --out DIRECTORY}, default {@code benchmarks/target}.
 */
public final class KernelBench {

  private static final int INPUTS = 8;
  private static final int[] HIDDEN = {16, 32, 64, 128, 256, 512};
  private static final int[] KEYS = {1, 8, 32, 128, 256};

  private final List<Peer> peers = new ArrayList<>();
  private final List<Measurement> measurements = new ArrayList<>();
  private final Limits limits = new Limits();
  private final Turns turns;
  private double peak; // the highest seen in this run: a disturbed one would flatter us

  private KernelBench(boolean quick) {
    turns = quick ? new Turns(12, 15_000_000) : new Turns(20, 40_000_000);
    ServiceLoader.load(Peer.class).forEach(peers::add);
  }

  public static void main(String[] args) throws IOException {
    List<String> arguments = List.of(args);
    boolean quick = arguments.contains("--quick");
    int out = arguments.indexOf("--out");
    Path directory = Path.of(out < 0 ? "benchmarks/target" : arguments.get(out + 1));
    KernelBench bench = new KernelBench(quick);
    bench.warmUp();
    Report report = new Report(bench.machine());
    bench.table("LSTM", 1, HIDDEN, report);
    if (!quick) {
      bench.table("GRU", 1, HIDDEN, report);
      bench.table("LSTM", 2, HIDDEN, report);
    }
    Files.createDirectories(directory);
    report.write(directory, bench.measurements);
    System.out.println(Summary.of(bench.measurements));
  }

  /**
   * All shapes' code paths once, so that the first shape is not measured on another compilation.
   * The kernels come first: JDK 17 compiles them badly in a JVM that has run other vector code
   * before, see docs/performance.md.
   */
  private void warmUp() {
    for (int hidden : new int[] {16, 64}) {
      for (int keys : KEYS) {
        Shape shape = new Shape("LSTM", 1, INPUTS, hidden, keys);
        turns.run(List.of(new Own(shape, Problem.of(shape))));
      }
    }
    for (int i = 0; i < 20; i++) {
      limits.fmaPeak();
      limits.loadBandwidth(1 << 15);
    }
  }

  private Report.Machine machine() {
    double[] bandwidth = new double[3];
    int[] bytes = {1 << 14, 1 << 20, 1 << 24};
    for (int i = 0; i < 20; i++) {
      peak = Math.max(peak, limits.fmaPeak());
      for (int level = 0; level < bytes.length; level++) {
        bandwidth[level] = Math.max(bandwidth[level], limits.loadBandwidth(bytes[level]));
      }
    }
    return new Report.Machine(peak, bandwidth[0], bandwidth[1], bandwidth[2]);
  }

  private void table(String cell, int layers, int[] hidden, Report report) {
    report.title(cell, layers);
    for (int h : hidden) {
      for (int keys : KEYS) {
        Shape shape = new Shape(cell, layers, INPUTS, h, keys);
        Measurement measurement = measure(shape);
        measurements.add(measurement);
        report.row(measurement);
      }
    }
  }

  private Measurement measure(Shape shape) {
    Problem problem = Problem.of(shape);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Own(shape, problem));
    peers.forEach(peer -> contenders.add(peer.contender(shape, problem)));
    Agreement.check(shape, contenders);
    peak = Math.max(peak, limits.fmaPeak());
    double[] nanos = turns.run(contenders);
    peak = Math.max(peak, limits.fmaPeak());
    List<String> names = contenders.stream().map(Contender::name).toList();
    contenders.forEach(Contender::close);
    return Measurement.of(shape, names, nanos, peak);
  }

  /**
   * Nanoseconds per key and step: first the product's own kernels, then the others, in turns.
   *
   * @throws IllegalStateException where the contenders do not compute the same
   */
  public static double[] besideOwn(Shape shape, Problem problem, List<Contender> others) {
    List<Contender> all = new ArrayList<>();
    all.add(new Own(shape, problem));
    all.addAll(others);
    Agreement.check(shape, all);
    double[] nanos = new Turns(12, 15_000_000).run(all);
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] /= shape.keys();
    }
    return nanos;
  }
}
