package io.flinklstm.core;

import java.util.OptionalDouble;

/**
 * The anomaly likelihood on the forecast error, from exponentially weighted moments.
 *
 * @param window errors averaged before they are judged; 1 judges each on its own
 * @param horizon memory of the moments, in events
 * @param learning events before scores are given; until then every score is {@code initial}
 * @param initial score while learning
 * @param range when present, a raw value outside the range seen so far by more than this part of it
 *     scores 1
 */
public record ScorerDescription(
    int window, int horizon, int learning, double initial, OptionalDouble range) {

  public ScorerDescription {
    if (window < 1 || window > 10_000 || horizon < 1 || learning < 0) {
      throw new IllegalArgumentException(
          "anomaly likelihood: found window "
              + window
              + ", horizon "
              + horizon
              + ", learning "
              + learning
              + "; expected window 1 to 10000, horizon at least 1, learning at least 0");
    }
    if (!(initial >= 0 && initial <= 1)) {
      throw new IllegalArgumentException(
          "anomaly likelihood: found initial score " + initial + ", expected 0 to 1");
    }
  }
}
