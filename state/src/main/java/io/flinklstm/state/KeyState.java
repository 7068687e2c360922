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

  /** Where no timer is out. */
  public static final long NO_TIMER = Long.MIN_VALUE;

  /** Where no label was given out in the present sequence. */
  public static final int NO_LABEL = -1;

  private static final float[] NONE = {};
  private static final double[] NO_NUMBERS = {}; // shared: a cache line less to fetch per key

  private final int layout;
  private final float[] recurrent;
  private final double[] running;
  private long fingerprint;
  private long steps;
  private long lastEventTime;
  private boolean timed;
  private long sequenceStart; // steps taken before the present sequence
  private long timer = NO_TIMER;
  private int label = NO_LABEL;
  private float[] lastValues = NONE;
  private History history; // null until somebody asks for it: most keys have none
  private StateEncoding encoding = StateEncoding.FLOAT32;

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
    this.running = running.length == 0 ? NO_NUMBERS : running;
    this.recurrent = recurrent;
  }

  KeyState(KeyState other) {
    this(other.layout, other.fingerprint, other.running.clone(), other.recurrent.clone());
    restore(other.steps, other.lastEventTime, other.timed);
    sequenceStart = other.sequenceStart;
    timer = other.timer;
    label = other.label;
    lastValues = other.lastValues.clone();
    history = other.hasHistory() ? new History(other.history) : null;
    encoding = other.encoding;
  }

  /** Sets count and time as they were written down. */
  public void restore(long steps, long lastEventTime, boolean timed) {
    this.steps = steps;
    this.lastEventTime = lastEventTime;
    this.timed = timed;
  }

  /** Hidden and cell state of all layers: for each layer h, then c. The array itself. */
  public float[] recurrent() {
    return recurrent;
  }

  /** In how many bits {@link #recurrent} is kept. */
  public StateEncoding encoding() {
    return encoding;
  }

  /** Keeps {@link #recurrent} in so many bits from now on, and rounds it to them. */
  public void encodeAs(StateEncoding chosen) {
    encoding = chosen;
    round();
  }

  void restoreEncoding(StateEncoding read) {
    encoding = read;
  }

  /**
   * Rounds {@link #recurrent} to the bits it is kept in. Owed after every change of it, so that a
   * state that is never written is the same as one that was written and read.
   */
  public void round() {
    encoding.round(recurrent);
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

  /** Steps taken in the present sequence. */
  public long sequenceSteps() {
    return steps - sequenceStart;
  }

  /** Steps taken before the present sequence began; 0 for a key's first. */
  public long sequenceStart() {
    return sequenceStart;
  }

  /** Notes that the next step begins a sequence: label and last values are of the old one. */
  public void beginSequence() {
    sequenceStart = steps;
    label = NO_LABEL;
    lastValues = NONE;
  }

  /** Event time at which the key asked to be woken, or {@link #NO_TIMER}. */
  public long timer() {
    return timer;
  }

  public void timer(long eventTime) {
    timer = eventTime;
  }

  /** Index of the label given out last in this sequence, or {@link #NO_LABEL}. */
  public int label() {
    return label;
  }

  public void label(int index) {
    label = index;
  }

  /** Raw values of the last step, one per field, where they are remembered; else empty. */
  public float[] lastValues() {
    return lastValues;
  }

  /** Remembers an event's raw values, to stand in for missing ones. Copies them. */
  public void remember(float[] values) {
    if (lastValues.length != values.length) {
      lastValues = new float[values.length];
    }
    System.arraycopy(values, 0, lastValues, 0, values.length);
  }

  /** The rows of values that are remembered; none where nobody appends. The history itself. */
  public History history() {
    if (history == null) {
      history = new History();
    }
    return history;
  }

  /** Whether any row is remembered. */
  public boolean hasHistory() {
    return history != null && history.size() > 0;
  }

  /** Takes over rows as they were remembered. */
  public void restoreHistory(History rows) {
    history = rows;
  }

  /** Sets the steps taken before the present sequence as they were written down. */
  public void restoreSequence(long start) {
    sequenceStart = start;
  }

  void restoreLastValues(float[] values) {
    lastValues = values;
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
        && sequenceStart == other.sequenceStart
        && timer == other.timer
        && label == other.label
        && Arrays.equals(lastValues, other.lastValues)
        && encoding == other.encoding
        && hasHistory() == other.hasHistory()
        && (!hasHistory() || history.equals(other.history))
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
        "KeyState(model %016x, layout %08x, %d steps, %d floats as %s, %d numbers)",
        fingerprint, layout, steps, recurrent.length, encoding, running.length);
  }
}
