package io.flinklstm.jobs.surgery;

import io.flinklstm.operators.LstmState;
import io.flinklstm.state.KeyState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.util.Collector;

/** Gives every key with its state. */
final class StateReader extends KeyedStateReaderFunction<String, Tuple2<String, KeyState>> {

  private static final long serialVersionUID = 1;

  private transient ValueState<KeyState> state;

  @Override
  public void open(OpenContext context) {
    state = getRuntimeContext().getState(LstmState.descriptor());
  }

  @Override
  public void readKey(String key, Context context, Collector<Tuple2<String, KeyState>> out)
      throws Exception {
    out.collect(Tuple2.of(key, state.value()));
  }
}
