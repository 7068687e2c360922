package io.flinklstm.jobs.audit;

import java.util.Optional;

/**
 * What there must be for an input record: a result, or a dead letter, or neither.
 *
 * @param result empty where none is due
 * @param letter whether a dead letter is due
 */
record Due(Optional<Result> result, boolean letter) {

  static final Due LETTER = new Due(Optional.empty(), true);
  static final Due NOTHING = new Due(Optional.empty(), false);

  static Due of(Result result) {
    return new Due(Optional.of(result), false);
  }

  boolean isNothing() {
    return !letter && result.isEmpty();
  }
}
