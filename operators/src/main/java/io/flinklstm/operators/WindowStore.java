package io.flinklstm.operators;

import io.flinklstm.state.KeyState;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * The memory of windows in Flink's keyed state: the rows in the key's state, beside it an event.
 */
final class WindowStore<T> implements WindowStates<T> {

  /** Name of the last events of sequences that have not ended. */
  static final String LAST_EVENT = "lstm-last-event";

  private final KeyContext context;
  private final KeyedStore<T> keys;
  private final ValueState<T> lastEvent;

  WindowStore(KeyContext context, KeyedStore<T> keys, ValueState<T> lastEvent) {
    this.context = context;
    this.keys = keys;
    this.lastEvent = lastEvent;
  }

  @Override
  public KeyState read(Object key) throws IOException {
    return keys.read(key);
  }

  @Override
  public void write(Object key, KeyState state, boolean setTimer) throws IOException {
    keys.write(key, state, setTimer);
  }

  @Override
  public void cancelTimer(Object key, long time) {
    keys.cancelTimer(key, time);
  }

  @Override
  public T lastEvent(Object key) throws IOException {
    context.setCurrentKey(key);
    return lastEvent.value();
  }

  @Override
  public void lastEvent(Object key, T event) throws IOException {
    context.setCurrentKey(key);
    lastEvent.update(event);
  }

  @Override
  public void save() throws IOException {
    keys.save();
  }

  @Override
  public void clear(Object key) {
    keys.clear(key);
    lastEvent.clear();
  }
}
