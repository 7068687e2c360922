package io.flinklstm.benchmarks.operator;

import io.flinklstm.operators.result.Prediction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;

/** Tells the lane of every result. Chained to the operator, so on its thread. */
final class Meter extends RichFilterFunction<Prediction<Event>> {

  private static final long serialVersionUID = 1;

  private final String lane;
  private transient Lane gate;

  Meter(String lane) {
    this.lane = lane;
  }

  @Override
  public void open(OpenContext context) {
    gate = Lane.of(lane);
  }

  @Override
  public boolean filter(Prediction<Event> prediction) {
    gate.left(prediction.event(), prediction.outputs());
    return false;
  }
}
