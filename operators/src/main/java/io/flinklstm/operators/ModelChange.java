package io.flinklstm.operators;

/** What becomes of a key whose state was made by another model than the one now running. */
public enum ModelChange {
  /** Go on from the state; the job fails where the two models' state has another layout. */
  CARRY,
  /** Begin the key anew, as if it had never been seen. */
  RESET,
  /** Fail the job, naming both models. */
  FAIL
}
