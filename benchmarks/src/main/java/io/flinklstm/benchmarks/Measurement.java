package io.flinklstm.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One cell of a table.
 *
 * @param own nanoseconds per key and step
 * @param peers the same by name
 * @param peakShare part of the core's FMA peak that the own products reach, activations included
 */
record Measurement(Shape shape, double own, Map<String, Double> peers, double peakShare) {

  static Measurement of(Shape shape, List<String> names, double[] nanos, double peak) {
    Map<String, Double> peers = new TreeMap<>();
    for (int i = 1; i < nanos.length; i++) {
      peers.put(names.get(i), nanos[i] / shape.keys());
    }
    double own = nanos[0] / shape.keys();
    return new Measurement(shape, own, peers, shape.operations() / own / peak);
  }

  /** How many times faster than a peer; NaN where it did not run. */
  double ratio(String peer) {
    return peers.containsKey(peer) ? peers.get(peer) / own : Double.NaN;
  }
}
