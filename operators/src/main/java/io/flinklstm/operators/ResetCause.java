package io.flinklstm.operators;

/** Why a key's hidden and cell state was set back to the initial one. */
enum ResetCause {
  /** An event said that it begins a sequence. */
  START,
  /** An event said that it ends its sequence. */
  END,
  /** More event time passed between two events than a sequence may pause. */
  GAP,
  /** The sequence reached its length. */
  LENGTH,
  /** The key was not seen for so long that all of its state was dropped. */
  EXPIRED,
  /** The state was another model's. */
  MODEL_CHANGE,
  /** The state was another model's, and the key's last rows were run through the new one. */
  REPLAYED
}
