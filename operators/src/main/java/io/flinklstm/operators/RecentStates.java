package io.flinklstm.operators;

import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateCodec;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * The keys' states in Flink's keyed state, those of the keys stepped last also as objects. A
 * backend that keeps bytes is then asked for a busy key once per checkpoint and not at every flush.
 * What has changed is written when {@link #save} is called, before every barrier, or when its key
 * has to make room. Owned by one thread.
 */
final class RecentStates {

  private static final float LOAD_FACTOR = 0.75f;

  private final KeyContext context;
  private final ValueState<KeyState> state;
  private final LstmMetrics metrics;
  private final int most;
  private final LinkedHashMap<Object, Recent> recent; // the key used longest ago comes first

  private static final class Recent {
    KeyState state;
    boolean changed; // since it was written
  }

  /**
   * @param most states kept as objects; 0 for none, where the backend keeps objects itself
   */
  RecentStates(KeyContext context, ValueState<KeyState> state, int most, LstmMetrics metrics) {
    this.context = context;
    this.state = state;
    this.most = most;
    this.metrics = metrics;
    this.recent = new LinkedHashMap<>(16, LOAD_FACTOR, true);
  }

  /** The key's state, or null for a key never seen; the caller's until it is written. */
  KeyState read(Object key) throws IOException {
    Recent kept = most == 0 ? null : recent.get(key);
    if (kept != null) {
      return kept.state;
    }
    context.setCurrentKey(key);
    return state.value();
  }

  void write(Object key, KeyState keyState) throws IOException {
    if (most == 0) {
      update(key, keyState);
      return;
    }
    Recent kept = recent.get(key);
    if (kept == null) {
      kept = new Recent();
      recent.put(key, kept);
    }
    kept.state = keyState;
    kept.changed = true;
    if (recent.size() > most) {
      removeEldest();
    }
  }

  private void removeEldest() throws IOException {
    Iterator<Map.Entry<Object, Recent>> eldestFirst = recent.entrySet().iterator();
    Map.Entry<Object, Recent> eldest = eldestFirst.next();
    save(eldest.getKey(), eldest.getValue());
    eldestFirst.remove();
  }

  /** Forgets the key. */
  void clear(Object key) {
    recent.remove(key);
    context.setCurrentKey(key);
    state.clear();
  }

  /** Writes all that has changed, so that a snapshot of the backend has it. */
  void save() throws IOException {
    for (Map.Entry<Object, Recent> entry : recent.entrySet()) {
      save(entry.getKey(), entry.getValue());
    }
  }

  private void save(Object key, Recent kept) throws IOException {
    if (kept.changed) {
      update(key, kept.state);
      kept.changed = false;
    }
  }

  private void update(Object key, KeyState keyState) throws IOException {
    context.setCurrentKey(key);
    state.update(keyState);
    metrics.stateWritten(KeyStateCodec.length(keyState));
  }
}
