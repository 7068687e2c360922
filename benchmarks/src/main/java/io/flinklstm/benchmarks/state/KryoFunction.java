package io.flinklstm.benchmarks.state;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** What a user writes first: h and c as an array of arrays, for which Flink falls back to Kryo. */
final class KryoFunction extends KeyedProcessFunction<Long, Long, Long> {

  private static final long serialVersionUID = 1;

  private final int hidden;
  private transient ValueState<float[][]> state;

  KryoFunction(int hidden) {
    this.hidden = hidden;
  }

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("h and c", new GenericTypeInfo<>(float[][].class)));
  }

  /** A number that compresses as badly as a hidden state, and costs next to nothing. */
  private static float mixed(long n) {
    return (n * 0x9E3779B97F4A7C15L >>> 40) * 0x1p-24f;
  }

  @Override
  public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
    float[][] found = state.value();
    float[][] kept = found == null ? new float[2][hidden] : found;
    for (int i = 0; i < hidden; i++) {
      kept[0][i] = mixed(number * hidden + i);
      kept[1][i] += kept[0][i];
    }
    state.update(kept);
    out.collect(number);
  }
}
