package io.flinklstm.state;

import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * All that is remembered of one key between two events. Mutable: one owner advances it in place
 * while it handles the key's event, and keeps no reference afterwards.
 */
@TypeInfo(KeyStateTypeInfo.Factory.class)
public final class KeyState {

  private final int layout;
  private final float[] recurrent;
  private final double[] running;
  private long fingerprint;
  private long steps;
  private long lastEventTime;
  private boolean timed;

  /**
   * The state of a key that has seen no event.
   *
   * @param initial hidden and cell state to begin with; owned by this state from now on
   */
  public KeyState(StateLayout layout, long fingerprint, float[] initial) {
    this(layout.hash(), fingerprint, new double[layout.running()], initial);
    if (initial.length != layout.recurrent()) {
      throw new IllegalArgumentException(
          "initial state: found " + initial.length + " floats, expected " + layout.recurrent());
    }
  }

  KeyState(int layout, long fingerprint, double[] running, float[] recurrent) {
    this.layout = layout;
    this.fingerprint = fingerprint;
    this.running = running;
    this.recurrent = recurrent;
  }

  KeyState(KeyState other) {
    this(other.layout, other.fingerprint, other.running.clone(), other.recurrent.clone());
    restore(other.steps, other.lastEventTime, other.timed);
  }

  void restore(long steps, long lastEventTime, boolean timed) {
    this.steps = steps;
    this.lastEventTime = lastEventTime;
    this.timed = timed;
  }

  /** Hidden and cell state of all layers: for each layer h, then c. The array itself. */
  public float[] recurrent() {
    return recurrent;
  }

  /** The numbers of scaling and scorer. The array itself. */
  public double[] running() {
    return running;
  }

  /** What the arrays mean: {@link StateLayout#hash}. */
  public int layout() {
    return layout;
  }

  /** The model that made this state. */
  public long fingerprint() {
    return fingerprint;
  }

  /** Steps taken, one per event of the key. */
  public long steps() {
    return steps;
  }

  /** Whether any event of the key has had a time. */
  public boolean hasEventTime() {
    return timed;
  }

  /** Time of the last event that had one, in epoch milliseconds; 0 before. */
  public long lastEventTime() {
    return lastEventTime;
  }

  /** Whether a network of this layout can go on from here. */
  public boolean fits(StateLayout network) {
    return layout == network.hash()
        && recurrent.length == network.recurrent()
        && running.length == network.running();
  }

  /** Counts a step whose event had no time. */
  public void step() {
    steps++;
  }

  /** Counts a step. */
  public void step(long eventTime) {
    steps++;
    lastEventTime = eventTime;
    timed = true;
  }

  /** Hands the state over to another model of the same layout. */
  public void carryTo(long newFingerprint) {
    fingerprint = newFingerprint;
  }

  /** An independent copy. */
  public KeyState copy() {
    return new KeyState(this);
  }

  /** Compares floats by their bits: two NaNs are equal, 0 and -0 are not. */
  @Override
  public boolean equals(Object object) {
    return object instanceof KeyState other
        && layout == other.layout
        && fingerprint == other.fingerprint
        && steps == other.steps
        && timed == other.timed
        && lastEventTime == other.lastEventTime
        && Arrays.equals(running, other.running)
        && Arrays.equals(recurrent, other.recurrent);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fingerprint, steps, lastEventTime, Arrays.hashCode(recurrent));
  }

  @Override
  public String toString() {
    return String.format(
        "KeyState(model %016x, layout %08x, %d steps, %d floats, %d numbers)",
        fingerprint, layout, steps, recurrent.length, running.length);
  }
}
