package io.flinklstm.operators.result;

import java.util.Arrays;
import java.util.Objects;

/**
 * One step of one key: what the network says after this event, and how well it had foretold it.
 *
 * @param event the user's event, as it came
 * @param step how many events of this key have been stepped, this one included: 1, 2, 3, without
 *     gaps
 * @param sequenceStep how many of them belong to the present sequence, this one included
 * @param warm whether the present sequence has taken more steps than the warm-up asked for
 * @param outputs one per output of the model; forecasts in the feature's raw units
 * @param label the class that the outputs say, by the name of its output: of one output where it is
 *     at least 0.5, of several the largest; else, and for a model that is no classifier, empty
 * @param expected what the step before had forecast for this event, NaN where there was none; empty
 *     for a model that forecasts nothing
 * @param error mean absolute error of {@code expected} in scaled units; 0 where there was none
 * @param score the anomaly score, 0 to 1; NaN for a model without a scorer
 * @param fingerprint the model that made this
 */
public record Prediction<T>(
    T event,
    long step,
    long sequenceStep,
    boolean warm,
    float[] outputs,
    String label,
    float[] expected,
    double error,
    double score,
    long fingerprint) {

  /** Compares numbers by their bits: two NaNs are equal, 0 and -0 are not. */
  @Override
  public boolean equals(Object object) {
    return object instanceof Prediction<?> other
        && step == other.step
        && sequenceStep == other.sequenceStep
        && warm == other.warm
        && label.equals(other.label)
        && fingerprint == other.fingerprint
        && Double.compare(error, other.error) == 0
        && Double.compare(score, other.score) == 0
        && Arrays.equals(outputs, other.outputs)
        && Arrays.equals(expected, other.expected)
        && Objects.equals(event, other.event);
  }

  @Override
  public int hashCode() {
    return Objects.hash(event, step, fingerprint, Arrays.hashCode(outputs));
  }

  @Override
  public String toString() {
    return "Prediction(step "
        + step
        + " and "
        + sequenceStep
        + " of its sequence"
        + (label.isEmpty() ? "" : ", label " + label)
        + ", outputs "
        + Arrays.toString(outputs)
        + ", expected "
        + Arrays.toString(expected)
        + ", error "
        + error
        + ", score "
        + score
        + String.format(", model %016x", fingerprint)
        + (warm ? "" : ", not warm")
        + ", event "
        + event
        + ")";
  }
}
