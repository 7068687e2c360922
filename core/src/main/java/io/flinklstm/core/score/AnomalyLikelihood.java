package io.flinklstm.core.score;

import io.flinklstm.core.ScorerDescription;

/**
 * How unlikely the mean of the last few forecast errors is, given an exponentially weighted mean
 * and variance of such means so far: constant time and state per event.
 *
 * <p>A run of unlikely values scores high at its first event only. Numbers of a key, from {@code
 * at} on: events seen, moments taken, mean, variance, whether the last event was unlikely, lowest
 * and highest raw value, then the ring of errors.
 */
public final class AnomalyLikelihood {

  private static final int SEEN = 0;
  private static final int TAKEN = 1;
  private static final int MEAN = 2;
  private static final int VARIANCE = 3;
  private static final int UNLIKELY = 4;
  private static final int LOW = 5;
  private static final int HIGH = 6;
  private static final int RING = 7;

  private static final double UNLIKELY_TAIL = 1e-5;
  private static final double REPEATED_TAIL = 1e-3;
  private static final double SMALLEST_TAIL = 1e-10;

  private final int window;
  private final double horizon;
  private final int learning;
  private final double initial;
  private final double range;

  public AnomalyLikelihood(ScorerDescription description) {
    window = description.window();
    horizon = description.horizon();
    learning = description.learning();
    initial = description.initial();
    range = description.range().orElse(Double.POSITIVE_INFINITY);
  }

  /** How many numbers of state a key needs. */
  public int numbers() {
    return RING + window;
  }

  /**
   * Judges one event and remembers it.
   *
   * @param error of the forecast for this event, in scaled units, at least 0
   * @param raw the value itself
   * @param s the key's numbers, changed from {@code at} on
   * @return 0 (as expected) to 1
   */
  public double score(double error, double raw, double[] s, int at) {
    double seen = s[at + SEEN];
    s[at + RING + (int) (seen % window)] = error;
    double mean = ringMean(s, at, (int) Math.min(seen + 1, window));
    double score = seen < learning ? initial : likelihood(mean, s, at);
    if (seen >= Math.floorDiv(learning, 2)) {
      takeMoments(mean, s, at);
    }
    if (outOfRange(raw, seen, s, at)) {
      score = 1;
    }
    s[at + LOW] = seen == 0 ? raw : Math.min(s[at + LOW], raw);
    s[at + HIGH] = seen == 0 ? raw : Math.max(s[at + HIGH], raw);
    s[at + SEEN] = seen + 1;
    return score;
  }

  /** Added up anew each time: a running sum would drift and differ after a restore. */
  private double ringMean(double[] s, int at, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += s[at + RING + i];
    }
    return sum / count;
  }

  private double likelihood(double mean, double[] s, int at) {
    double deviation = Math.sqrt(s[at + VARIANCE]) + 1e-6 + 0.01 * s[at + MEAN];
    double z = (mean - s[at + MEAN]) / deviation;
    double tail = 0.5 * ComplementaryError.erfc(z / Math.sqrt(2));
    boolean unlikely = tail <= UNLIKELY_TAIL;
    boolean repeated = unlikely && s[at + UNLIKELY] != 0;
    s[at + UNLIKELY] = unlikely ? 1 : 0;
    return logScale(repeated ? REPEATED_TAIL : tail);
  }

  private static double logScale(double tail) {
    double u = StrictMath.log(tail + SMALLEST_TAIL) / StrictMath.log(SMALLEST_TAIL);
    return Math.max(0, Math.min(1, u));
  }

  private void takeMoments(double mean, double[] s, int at) {
    double taken = s[at + TAKEN] + 1;
    double weight = Math.max(1 / taken, 1 / horizon);
    double delta = mean - s[at + MEAN];
    s[at + TAKEN] = taken;
    s[at + MEAN] += weight * delta;
    s[at + VARIANCE] = (1 - weight) * (s[at + VARIANCE] + weight * delta * delta);
  }

  private boolean outOfRange(double raw, double seen, double[] s, int at) {
    double low = s[at + LOW];
    double high = s[at + HIGH];
    double margin = range * (high - low);
    return seen > 0 && high > low && (raw > high + margin || raw < low - margin);
  }
}
