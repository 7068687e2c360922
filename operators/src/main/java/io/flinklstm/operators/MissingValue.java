package io.flinklstm.operators;

/** What is done with an event in which a field's value is missing: NaN, infinite or not written. */
public enum MissingValue {
  /** The event takes no step and goes to the rejected ones. */
  REJECT,
  /**
   * The event takes no step and gives no result, like a masked step in training; it is counted. It
   * neither begins nor ends a sequence.
   */
  SKIP_STEP,
  /**
   * The field's value in the key's last step stands in. Costs one float of state per field of the
   * model. An event with no step before it in its sequence is rejected.
   */
  LAST_VALUE,
  /**
   * What the key's last step forecast for the field stands in. The model must forecast the field;
   * an event with no step before it in its sequence is rejected. The field then has no forecast
   * error, or but a small one where running scaling takes the forecast in as a value.
   */
  FORECAST
}
