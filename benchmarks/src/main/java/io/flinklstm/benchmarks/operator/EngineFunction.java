package io.flinklstm.benchmarks.operator;

import io.flinklstm.benchmarks.Problem;
import io.flinklstm.benchmarks.Shape;
import io.flinklstm.operators.result.Prediction;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** What a user writes today: an array per key, and an engine called for every event. */
final class EngineFunction extends KeyedProcessFunction<Long, Event, Prediction<Event>> {

  private static final long serialVersionUID = 1;

  private final String lane;
  private final int hidden;
  private transient Lane gate;
  private transient OneKeyEngine engine;
  private transient ValueState<float[]> state;

  EngineFunction(String lane, int hidden) {
    this.lane = lane;
    this.hidden = hidden;
  }

  @Override
  public void open(OpenContext context) {
    gate = Lane.of(lane);
    Shape shape = OperatorModel.shape(hidden);
    engine = ServiceLoader.load(OneKeyEngine.class).findFirst().orElseThrow();
    engine.open(shape, Problem.of(shape));
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "h and c", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void processElement(Event event, Context context, Collector<Prediction<Event>> out)
      throws Exception {
    gate.arrived(event);
    float[] before = state.value();
    float[] after = new float[2 * hidden];
    engine.step(event.x, before == null ? new float[2 * hidden] : before, after);
    state.update(after);
    out.collect(OperatorModel.prediction(event, Arrays.copyOf(after, hidden)));
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
