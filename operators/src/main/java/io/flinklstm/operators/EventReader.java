package io.flinklstm.operators;

import java.io.Serializable;

/**
 * All that is asked of a user's event.
 *
 * @param features writes its numbers
 * @param starts whether it begins a sequence
 * @param ends whether it is the last of its sequence
 */
record EventReader<T>(
    FeatureExtractor<T> features, EventPredicate<T> starts, EventPredicate<T> ends)
    implements Serializable {

  static <T> EventReader<T> of(FeatureExtractor<T> features) {
    return new EventReader<>(features, EventPredicate.never(), EventPredicate.never());
  }
}
