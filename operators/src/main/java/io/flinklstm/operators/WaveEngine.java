package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.state.KeyState;
import java.io.IOException;

/**
 * Gathers events into a bundle and advances their keys in waves: the first event of every key in
 * the first wave, the second in the second, and so on. Whatever the waves were, results come out in
 * the order of arrival, and a key's numbers depend on its own events alone.
 *
 * <p>A flush takes at most as many steps as the bundle has slots. Each key's state is read once and
 * written once per flush. Owned by one thread.
 */
final class WaveEngine<T> extends Engine<T, Prediction<T>> {

  private static final int CACHE_LINE = 16; // floats

  private final Network network;
  private final StatePolicy policy;
  private final Timestep<T> timestep;
  private final WaveStates<T> states;
  private final Workspace workspace;
  private final LoadedKey<T>[] keys; // by key number
  private final LoadedKey<T>[] row; // the key of each row of the wave
  private final KeyState[] found; // by key number
  private final LoadedKey<T> woken = new LoadedKey<>();
  private int fetched; // of no meaning: keeps the reads from being left out

  WaveEngine(
      Network network,
      EventReader<T> reader,
      LstmOptions options,
      WaveStates<T> states,
      Results<T, Prediction<T>> results,
      LstmMetrics metrics) {
    this(
        network,
        new Imputation(network, options.missing()),
        reader,
        options,
        states,
        results,
        metrics);
  }

  @SuppressWarnings("unchecked") // Java makes no arrays of generic types
  private WaveEngine(
      Network network,
      Imputation imputation,
      EventReader<T> reader,
      LstmOptions options,
      WaveStates<T> states,
      Results<T, Prediction<T>> results,
      LstmMetrics metrics) {
    super(
        new Bundle(options.waves().most(), network.fields()),
        new Intake<>(network.description(), options.order(), reader, imputation),
        states,
        results,
        metrics);
    this.network = network;
    this.policy = StatePolicy.of(network, options, imputation.remembers(), metrics);
    this.timestep = new Timestep<>(network, options, intake, imputation, policy, metrics);
    this.states = states;
    int capacity = options.waves().most();
    this.workspace = network.newWorkspace(capacity);
    this.found = new KeyState[capacity];
    this.keys = new LoadedKey[capacity];
    this.row = new LoadedKey[capacity];
    for (int k = 0; k < capacity; k++) {
      keys[k] = new LoadedKey<>();
    }
  }

  @Override
  Rejected<T> tooLate(T event, long millis) {
    return timestep.late(event, millis);
  }

  @Override
  void compute() throws IOException {
    load();
    int rows = prepare(bundle.keys());
    while (rows > 0) {
      rows = prepare(advance(rows));
    }
    for (int k = 0; k < bundle.keys(); k++) {
      store(bundle.key(k), keys[k]);
    }
  }

  private void load() throws IOException {
    for (int k = 0; k < bundle.keys(); k++) {
      found[k] = states.read(bundle.key(k));
    }
    fetch();
    for (int k = 0; k < bundle.keys(); k++) {
      Object key = bundle.key(k);
      KeyState found = this.found[k];
      this.found[k] = null;
      keys[k].timerOut = found == null ? KeyState.NO_TIMER : found.timer();
      KeyState state = policy.apply(key, found);
      keys[k].load(state, timestep.holds() ? states.held(key) : null, bundle.first[k]);
      if (!policy.goesOn(found, state)) {
        releaseOfOtherModel(keys[k]);
      }
      row[k] = keys[k];
    }
  }

  /**
   * Reads a little of every state. Of many keys each lies in memory that no cache holds; reads that
   * do not depend on one another wait for it together, where the steps would wait in turn.
   */
  private void fetch() {
    int bits = 0;
    for (int k = 0; k < bundle.keys(); k++) {
      if (found[k] != null) {
        float[] recurrent = found[k].recurrent();
        for (int i = 0; i < recurrent.length; i += CACHE_LINE) {
          bits ^= Float.floatToRawIntBits(recurrent[i]);
        }
      }
    }
    fetched = bits;
  }

  /** What a sequence under the model before held back leaves with the key's first event. */
  private void releaseOfOtherModel(LoadedKey<T> key) {
    bundle.released[key.slot] = key.held;
    bundle.releasedAt[key.slot] = bundle.times[key.slot];
    key.hold(null);
  }

  /**
   * Puts the next event of each of these keys into the wave, passing over events that take no step.
   *
   * @return how many keys have one; they are the first rows now
   */
  private int prepare(int candidates) {
    int rows = 0;
    for (int c = 0; c < candidates; c++) {
      LoadedKey<T> key = row[c];
      while (key.slot != Bundle.NONE && !timestep.prepare(key, bundle, key.slot)) {
        key.slot = bundle.next[key.slot];
      }
      if (key.slot != Bundle.NONE) {
        KeyState state = key.state;
        int s = key.slot;
        workspace.set(rows, bundle.times[s], bundle.values[s], state.recurrent(), state.running());
        row[rows++] = key;
      }
    }
    return rows;
  }

  /** One wave. Returns how many keys may have another event, and puts those into the rows. */
  private int advance(int rows) {
    long start = System.nanoTime();
    network.advance(workspace, rows);
    metrics.wave(rows, System.nanoTime() - start);
    int left = 0;
    for (int r = 0; r < rows; r++) {
      LoadedKey<T> key = row[r];
      timestep.settle(key, bundle, key.slot, workspace, r);
      key.slot = bundle.next[key.slot];
      if (key.slot != Bundle.NONE) {
        row[left++] = key;
      }
    }
    return left;
  }

  private void store(Object key, LoadedKey<T> loaded) throws IOException {
    if (loaded.stepped) {
      write(key, loaded.state, loaded.timerOut, loaded.setTimer);
    }
    if (loaded.heldChanged) {
      states.hold(key, loaded.held);
    }
    loaded.unload();
  }

  /**
   * What a sequence held back is given out with the time at which that sequence ended; at the end
   * of input, with the key's last event time.
   */
  @Override
  long wake(Object key, KeyState found, long time) throws IOException {
    boolean timed = found.hasEventTime();
    long lastTime = found.lastEventTime();
    KeyState state = policy.apply(key, found);
    woken.load(state, timestep.holds() ? states.held(key) : null, Bundle.NONE);
    Prediction<T> held = woken.held;
    boolean goesOn = policy.goesOn(found, state);
    ResetCause cause = goesOn ? timestep.wake(woken, time) : ResetCause.MODEL_CHANGE;
    if (!goesOn) {
      woken.state = null; // begun anew is forgotten, as long as no event comes
    }
    if (cause != null) {
      woken.hold(null);
    }
    long next = woken.state == null ? KeyState.NO_TIMER : woken.state.timer();
    if (woken.state == null) {
      states.clear(key);
    } else {
      woken.stepped = true;
      store(key, woken);
    }
    if (cause != null) {
      give(held, timed, cause == ResetCause.END ? lastTime : time);
    }
    return next;
  }
}
