package io.flinklstm.jobs.watch;

import io.flinklstm.jobs.record.Origin;
import java.util.Arrays;

/**
 * The last results of one key, in rings of bounded length: {@link #LENGTH} points, and for the last
 * {@link #DETAILS} of them hidden state and contributions. Guarded by the board.
 */
final class KeySeries {

  static final int LENGTH = 6_144;
  static final int DETAILS = 512;

  private static final int FIRST_LENGTH = 256;
  private static final double RECENT = 1.0 / 60; // weight of a new error in the usual one
  private static final double OUTLIER = 3; // an error counts as at most so many usual ones
  private static final double BAND = 2.46; // 95 % of a normal error, in mean absolute errors

  final int id;
  final String key;
  private long count;
  private double usual = Double.NaN;
  private long lastStep;
  private String model = "";
  private Origin last = new Origin("", 0, -1); // of the last point's event
  private long[] times = new long[FIRST_LENGTH];
  private final float[][] numbers = new float[Column.values().length][FIRST_LENGTH];
  private final HiddenRows hidden;
  private final float[][] contributions = new float[DETAILS][];

  /** What is kept of a point besides its time. */
  enum Column {
    ACTUAL,
    EXPECTED,
    BAND,
    ERROR,
    SCORE
  }

  KeySeries(int id, String key, ModelView view) {
    this.id = id;
    this.key = key;
    this.hidden = new HiddenRows(DETAILS, view.units());
  }

  /** Points ever taken; the index of the next one. */
  long count() {
    return count;
  }

  /** Index of the oldest point still here. */
  long oldest() {
    return Math.max(0, count - LENGTH);
  }

  /** Index of the oldest point whose details are still here. */
  long oldestDetail() {
    return Math.max(0, count - DETAILS);
  }

  long lastStep() {
    return lastStep;
  }

  float lastScore() {
    return count == 0 ? Float.NaN : number(Column.SCORE, count - 1);
  }

  /** Fingerprint of the model that made the last result. */
  String model() {
    return model;
  }

  long time(long index) {
    return times[at(index)];
  }

  float number(Column column, long index) {
    return numbers[column.ordinal()][at(index)];
  }

  HiddenRows hidden() {
    return hidden;
  }

  float[] contributions(long index) {
    return contributions[(int) (index % DETAILS)];
  }

  /**
   * Whether it is not one that came before: with at least once, results come again. A later event,
   * a later step, another input or another model tell a new one; events that the same model steps
   * again from their beginning come when they pass what was there.
   */
  boolean isNew(Observed result) {
    Origin of = result.origin();
    return !of.topic().equals(last.topic())
        || of.partition() != last.partition()
        || of.offset() > last.offset()
        || result.step() > lastStep()
        || !result.model().equals(model);
  }

  void add(Observed result, ModelView view, float[] contributed) {
    makeRoom();
    int at = at(count);
    float actual = result.actual(view, view.shown());
    float expected = result.expected(view.shown());
    times[at] = result.time();
    numbers[Column.ACTUAL.ordinal()][at] = actual;
    numbers[Column.EXPECTED.ordinal()][at] = expected;
    numbers[Column.BAND.ordinal()][at] = (float) (BAND * usual);
    numbers[Column.ERROR.ordinal()][at] = (float) result.error();
    numbers[Column.SCORE.ordinal()][at] = below(result.score(view));
    hidden.put(count, result.outputs(), view.firstUnit());
    contributions[(int) (count % DETAILS)] = contributed;
    learn(Math.abs((double) actual - expected));
    lastStep = result.step();
    model = result.model();
    last = result.origin();
    count++;
  }

  /** A score that is not 1 does not become 1 by having fewer bits. */
  private static float below(double score) {
    return score < 1 ? Math.min((float) score, Math.nextDown(1f)) : (float) score;
  }

  /** The band comes from the errors before, each limited, so that one anomaly does not widen it. */
  private void learn(double error) {
    if (Double.isNaN(error)) {
      return;
    }
    double weight = Math.max(RECENT, 1.0 / (count + 1));
    usual =
        Double.isNaN(usual) ? error : usual + weight * (Math.min(error, OUTLIER * usual) - usual);
  }

  private void makeRoom() {
    if (count == times.length && times.length < LENGTH) {
      int longer = Math.min(LENGTH, 2 * times.length);
      times = Arrays.copyOf(times, longer);
      for (int c = 0; c < numbers.length; c++) {
        numbers[c] = Arrays.copyOf(numbers[c], longer);
      }
    }
  }

  private int at(long index) {
    return (int) (index % times.length);
  }
}
