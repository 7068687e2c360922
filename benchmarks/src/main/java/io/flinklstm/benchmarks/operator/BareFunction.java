package io.flinklstm.benchmarks.operator;

import io.flinklstm.operators.result.Prediction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Gives out a result of the right size and does nothing else: what is allocated without us. */
final class BareFunction extends KeyedProcessFunction<Long, Event, Prediction<Event>> {

  private static final long serialVersionUID = 1;

  private final String lane;
  private final int hidden;
  private transient Lane gate;

  BareFunction(String lane, int hidden) {
    this.lane = lane;
    this.hidden = hidden;
  }

  @Override
  public void open(OpenContext context) {
    gate = Lane.of(lane);
  }

  @Override
  public void processElement(Event event, Context context, Collector<Prediction<Event>> out) {
    gate.arrived(event);
    out.collect(OperatorModel.prediction(event, new float[hidden]));
  }
}
