package io.flinklstm.jobs.surgery;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.state.KeyState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets a key's only state through and refuses a second one. It cannot be the {@link StateWriter}
 * that refuses: Flink runs that in a thread whose exceptions nobody hears.
 */
final class OncePerKey
    extends KeyedProcessFunction<String, Tuple2<String, KeyState>, Tuple2<String, KeyState>> {

  private static final long serialVersionUID = 1;

  private transient ValueState<Boolean> seen;

  @Override
  public void open(OpenContext context) {
    seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Types.BOOLEAN));
  }

  @Override
  public void processElement(
      Tuple2<String, KeyState> keyed, Context context, Collector<Tuple2<String, KeyState>> out)
      throws Exception {
    if (seen.value() != null) {
      throw new StartupException(
          "key " + keyed.f0 + ": found twice, expected once; remove one of them");
    }
    seen.update(true);
    out.collect(keyed);
  }
}
