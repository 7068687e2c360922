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
final class WaveEngine<T> {

  private static final float[] NOTHING_EXPECTED = {};

  private final Network network;
  private final long fingerprint;
  private final long warmUpSteps;
  private final boolean forecasts;
  private final Intake<T> intake;
  private final StatePolicy policy;
  private final KeyStates states;
  private final Results<T> results;
  private final LstmMetrics metrics;
  private final Bundle bundle;
  private final Workspace workspace;
  private final KeyState[] loaded; // by key number, while flushing
  private final boolean[] stepped; // by key number: has something to write
  private final int[] row; // key number of each row of the wave
  private final int[] slot; // by key number: the key's event in the wave

  WaveEngine(
      Network network,
      FeatureExtractor<T> features,
      LstmOptions options,
      KeyStates states,
      Results<T> results,
      LstmMetrics metrics) {
    this.network = network;
    this.fingerprint = network.fingerprint();
    this.warmUpSteps = options.warmUpSteps();
    this.forecasts =
        network.description().outputs().stream().anyMatch(o -> o.forecasts().isPresent());
    this.intake = new Intake<>(network.description(), features);
    this.policy = new StatePolicy(network, options.onModelChange());
    this.states = states;
    this.results = results;
    this.metrics = metrics;
    int capacity = options.maxWave();
    this.bundle = new Bundle(capacity, network.fields());
    this.workspace = network.newWorkspace(capacity);
    this.loaded = new KeyState[capacity];
    this.stepped = new boolean[capacity];
    this.row = new int[capacity];
    this.slot = new int[capacity];
  }

  boolean isEmpty() {
    return bundle.size() == 0;
  }

  boolean isFull() {
    return bundle.isFull();
  }

  /** Takes an event into the bundle, or rejects it at once. The bundle must not be full. */
  void add(Object key, T event, boolean timed, long time) {
    metrics.event();
    Rejected<T> rejected = intake.read(event, timed, bundle.freeValues());
    if (rejected == null) {
      bundle.add(key, event, timed, time);
    } else {
      reject(rejected, timed, time);
    }
  }

  /** Advances everything gathered and gives the results out. Leaves the bundle empty. */
  void flush() throws IOException {
    load();
    int rows = bundle.keys();
    while (rows > 0) {
      rows = advance(rows);
    }
    store();
    emit();
    bundle.clear();
  }

  private void load() throws IOException {
    for (int k = 0; k < bundle.keys(); k++) {
      loaded[k] = policy.apply(bundle.key(k), states.read(bundle.key(k)));
      stepped[k] = false;
      row[k] = k;
      slot[k] = bundle.first[k];
    }
  }

  /** One wave. Returns how many keys have another event, and puts those into the rows. */
  private int advance(int rows) {
    for (int r = 0; r < rows; r++) {
      int s = slot[row[r]];
      KeyState state = loaded[row[r]];
      workspace.set(r, bundle.times[s], bundle.values[s], state.recurrent(), state.running());
    }
    long start = System.nanoTime();
    network.advance(workspace, rows);
    metrics.wave(rows, System.nanoTime() - start);
    int left = 0;
    for (int r = 0; r < rows; r++) {
      int k = row[r];
      settle(r, k, slot[k]);
      slot[k] = bundle.next[slot[k]];
      if (slot[k] != Bundle.NONE) {
        row[left++] = k;
      }
    }
    return left;
  }

  /** Counts a finite step and makes its result; of another nothing stays but the rejection. */
  private void settle(int r, int k, int s) {
    @SuppressWarnings("unchecked") // only events of this type are added
    T event = (T) bundle.events[s];
    if (!workspace.isFinite(r)) {
      bundle.results[s] = intake.notFinite(event, loaded[k].steps() + 1);
      return;
    }
    KeyState state = loaded[k];
    if (bundle.timed[s]) {
      state.step(bundle.times[s]);
    } else {
      state.step();
    }
    stepped[k] = true;
    bundle.results[s] =
        new Prediction<>(
            event,
            state.steps(),
            state.steps() > warmUpSteps,
            workspace.outputs(r).clone(),
            forecasts ? workspace.expected(r).clone() : NOTHING_EXPECTED,
            workspace.error(r),
            workspace.score(r),
            fingerprint);
  }

  private void store() throws IOException {
    for (int k = 0; k < bundle.keys(); k++) {
      if (stepped[k]) {
        states.write(bundle.key(k), loaded[k]);
      }
      loaded[k] = null;
    }
  }

  @SuppressWarnings("unchecked") // settle puts only results of this event type
  private void emit() {
    for (int s = 0; s < bundle.size(); s++) {
      if (bundle.results[s] instanceof Prediction<?> prediction) {
        metrics.result();
        results.predicted((Prediction<T>) prediction, bundle.timed[s], bundle.times[s]);
      } else {
        reject((Rejected<T>) bundle.results[s], bundle.timed[s], bundle.times[s]);
      }
    }
  }

  private void reject(Rejected<T> rejected, boolean timed, long time) {
    metrics.rejected(rejected.reason());
    results.rejected(rejected, timed, time);
  }
}
