package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import io.flinklstm.state.KeyState;
import java.io.IOException;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.KeyContext;

/** The engine's memory in Flink's keyed state. Every access sets the current key. */
final class KeyedStore<T> implements WaveStates<T> {

  private final KeyContext context;
  private final RecentStates states;
  private final ValueState<Prediction<T>> held; // null where results never wait
  private final Timers timers;

  /** Event-time timers of the current key. */
  interface Timers {
    void set(long eventTime);

    void cancel(long eventTime);
  }

  KeyedStore(
      KeyContext context, States<T> registered, int recent, Timers timers, LstmMetrics metrics) {
    this.context = context;
    this.states = new RecentStates(context, registered.state, recent, metrics);
    this.held = registered.held;
    this.timers = timers;
  }

  /** What is registered with Flink before the operator opens. */
  record States<T>(ValueState<KeyState> state, ValueState<Prediction<T>> held) {

    static <T> States<T> register(
        KeyedStateStore store, TypeInformation<T> events, Emission emission) {
      return new States<>(
          store.getState(LstmState.descriptor()),
          emission instanceof Emission.SequenceEnd
              ? store.getState(
                  new ValueStateDescriptor<>(LstmState.HELD, new PredictionTypeInfo<>(events)))
              : null);
    }
  }

  @Override
  public KeyState read(Object key) throws IOException {
    return states.read(key);
  }

  @Override
  public void write(Object key, KeyState keyState, boolean setTimer) throws IOException {
    states.write(key, keyState);
    if (setTimer) {
      context.setCurrentKey(key);
      timers.set(keyState.timer());
    }
  }

  @Override
  public void cancelTimer(Object key, long time) {
    context.setCurrentKey(key);
    timers.cancel(time);
  }

  @Override
  public Prediction<T> held(Object key) throws IOException {
    context.setCurrentKey(key);
    return held.value();
  }

  @Override
  public void hold(Object key, Prediction<T> prediction) throws IOException {
    context.setCurrentKey(key);
    held.update(prediction);
  }

  @Override
  public void save() throws IOException {
    states.save();
  }

  @Override
  public void clear(Object key) {
    states.clear(key);
    if (held != null) {
      held.clear();
    }
  }
}
