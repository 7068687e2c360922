package io.flinklstm.operators.result;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a window network says of one window of a key.
 *
 * @param event the last event of the window, as it came
 * @param step how many events of this key had been taken, this one included
 * @param length events in the window
 * @param outputs (step, output); one step where the model gives one for the whole window; outputs
 *     that stand for a feature are in its raw units
 * @param fingerprint the model that made this
 */
public record WindowResult<T>(T event, long step, int length, float[][] outputs, long fingerprint) {

  /** Compares numbers by their bits: two NaNs are equal, 0 and -0 are not. */
  @Override
  public boolean equals(Object object) {
    return object instanceof WindowResult<?> other
        && step == other.step
        && length == other.length
        && fingerprint == other.fingerprint
        && Arrays.deepEquals(outputs, other.outputs)
        && Objects.equals(event, other.event);
  }

  @Override
  public int hashCode() {
    return Objects.hash(event, step, length, fingerprint, Arrays.deepHashCode(outputs));
  }

  @Override
  public String toString() {
    return "WindowResult(step "
        + step
        + ", "
        + length
        + " events, outputs "
        + Arrays.deepToString(outputs)
        + String.format(", model %016x", fingerprint)
        + ", event "
        + event
        + ")";
  }
}
