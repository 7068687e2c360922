package io.flinklstm.benchmarks.operator;

import io.flinklstm.benchmarks.Own;
import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;
import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;

/**
 * One LSTM layer with random weights that gives out its hidden state.
 *
 * @param copied whether the layer is left out: the floor
 */
record OperatorModel(int hidden, boolean copied) implements NetworkSource {

  private static final float[] NOTHING = {};

  static Shape shape(int hidden) {
    return new Shape("LSTM", 1, Event.INPUTS, hidden, 1);
  }

  @Override
  public Network load() {
    Network network = Own.network(shape(hidden), Problem.of(shape(hidden)));
    return copied ? network.withoutLayers() : network;
  }

  /** What such a network's operator gives out, for contenders without one. */
  static Prediction<Event> prediction(Event event, float[] outputs) {
    return new Prediction<>(event, 1, 1, true, outputs, "", NOTHING, 0, Double.NaN, 0);
  }
}
