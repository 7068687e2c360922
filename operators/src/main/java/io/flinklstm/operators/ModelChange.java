package io.flinklstm.operators;

/** What becomes of a key whose state was made by another model than the one now running. */
public enum ModelChange {
  /** Go on from the state; the job fails where the two models' state has another layout. */
  CARRY,
  /** Begin the key anew, as if it had never been seen. */
  RESET,
  /**
   * Run the rows remembered of the key through the new model, from its initial state. The count of
   * steps goes on. Needs {@link LstmScoring#history}; the job fails where a key has no rows, or
   * rows of another number of fields.
   */
  REPLAY,
  /** Fail the job, naming both models. */
  FAIL
}
