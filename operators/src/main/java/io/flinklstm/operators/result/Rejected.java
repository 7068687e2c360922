package io.flinklstm.operators.result;

/**
 * An event that took no step. The key's state is as if it had never come.
 *
 * @param event the user's event, as it came
 * @param reason for counting
 * @param text for a person: what was found and what was expected
 */
public record Rejected<T>(T event, Reason reason, String text) {

  /** Why an event took no step. Declared in order of age: the position is in serialized bytes. */
  public enum Reason {
    /** The event carries more or fewer values than the model has fields. */
    WRONG_WIDTH,
    /** A value is NaN or infinite. */
    NON_FINITE_VALUE,
    /** The feature extractor threw. */
    NOT_EXTRACTED,
    /** The model reads the calendar and the record has no timestamp. */
    NO_TIMESTAMP,
    /** The values are finite and the step would not have been. */
    NON_FINITE_STEP,
    /** Events are stepped by event time, and the watermark had already passed this one. */
    LATE
  }
}
