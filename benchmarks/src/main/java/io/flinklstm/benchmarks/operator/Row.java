package io.flinklstm.benchmarks.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured of one scene, turn by turn; medians come out. */
final class Row {

  /** Of one turn: nanoseconds and bytes per event, latencies in microseconds. */
  private record Sample(double cpu, double wall, double bytes, double p50, double p99) {}

  private final Scene scene;
  private final Map<Entrant, List<Sample>> samples = new EnumMap<>(Entrant.class);
  private double quarterP50 = Double.NaN;
  private double quarterP99 = Double.NaN;

  Row(Scene scene) {
    this.scene = scene;
  }

  Scene scene() {
    return scene;
  }

  void add(Entrant entrant, Turn turn, Spent spent) {
    double n = turn.events;
    samples
        .computeIfAbsent(entrant, unknown -> new ArrayList<>())
        .add(
            new Sample(
                spent.cpu() / n,
                spent.wall() / n,
                spent.allocated() / n,
                turn.latencies.micros(0.5),
                turn.latencies.micros(0.99)));
  }

  /** The last one counts: those before it warm up. */
  void quarter(double p50, double p99) {
    quarterP50 = p50;
    quarterP99 = p99;
  }

  double quarterP50() {
    return quarterP50;
  }

  double quarterP99() {
    return quarterP99;
  }

  boolean has(Entrant entrant) {
    return samples.containsKey(entrant);
  }

  double cpuNanos(Entrant entrant) {
    return median(entrant, Sample::cpu);
  }

  double wallNanos(Entrant entrant) {
    return median(entrant, Sample::wall);
  }

  double bytes(Entrant entrant) {
    return median(entrant, Sample::bytes);
  }

  double p50(Entrant entrant) {
    return median(entrant, Sample::p50);
  }

  double p99(Entrant entrant) {
    return median(entrant, Sample::p99);
  }

  private double median(Entrant entrant, ToDoubleFunction<Sample> what) {
    double[] sorted =
        samples.getOrDefault(entrant, List.of()).stream().mapToDouble(what).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  /** How many times faster than another: the median over the rounds. */
  double timesFasterThan(Entrant other) {
    List<Sample> own = samples.get(Entrant.OWN);
    List<Sample> others = samples.get(other);
    if (others == null) {
      return Double.NaN;
    }
    double[] ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = others.get(i).cpu() / own.get(i).cpu();
    }
    Arrays.sort(ratios);
    return ratios[ratios.length / 2];
  }
}
