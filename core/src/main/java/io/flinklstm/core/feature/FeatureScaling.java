package io.flinklstm.core.feature;

import io.flinklstm.core.Feature;
import java.util.Arrays;
import java.util.List;

/**
 * Turns an event's raw values and time into the network's input row.
 *
 * <p>A feature with running scaling keeps three numbers per key: count, mean and the sum of squared
 * deviations (Welford's recurrence), at {@code 3 * i} for the i-th such feature. Behind them, a
 * model that reads elapsed time keeps a flag and the time of the event before.
 */
public final class FeatureScaling {

  private static final double DEVIATION_FLOOR = 1e-9;
  private static final int NONE = -1;
  private static final double MILLIS = 1_000;

  private final int features;
  private final Feature.Source.Calendar[] calendar; // null for a field
  private final int[] field; // index into the event's values, or NONE
  private final int before; // where flag and time of the event before are, or NONE
  private final int[] moments; // where this feature's running numbers begin, or NONE
  private final int runningNumbers;
  private final boolean asTheyAre; // all features are fields without scaling

  // Every fixed scaling is ((x - center) / scale) * factor + shift; the parts not used are exact.
  private final double[] center;
  private final double[] scale;
  private final double[] factor;
  private final double[] shift;
  private final double[] clip;

  public FeatureScaling(List<Feature> description) {
    features = description.size();
    calendar = new Feature.Source.Calendar[features];
    field = new int[features];
    moments = new int[features];
    center = new double[features];
    scale = filled(1);
    factor = filled(1);
    shift = new double[features];
    clip = filled(Double.POSITIVE_INFINITY);
    int fields = 0;
    int running = 0;
    boolean elapsed = false;
    for (int i = 0; i < features; i++) {
      Feature feature = description.get(i);
      field[i] = NONE;
      moments[i] = NONE;
      if (feature.source() instanceof Feature.Source.Calendar c) {
        calendar[i] = c;
      } else if (feature.source() instanceof Feature.Source.Elapsed) {
        elapsed = true;
      } else {
        field[i] = fields++;
      }
      if (feature.scaling() instanceof Feature.Scaling.Standard s) {
        center[i] = s.mean();
        scale[i] = s.scale();
      } else if (feature.scaling() instanceof Feature.Scaling.MinMax s) {
        factor[i] = s.scale();
        shift[i] = s.min();
      } else if (feature.scaling() instanceof Feature.Scaling.Running s) {
        moments[i] = 3 * running++;
        clip[i] = s.clip();
      }
    }
    before = elapsed ? 3 * running : NONE;
    runningNumbers = 3 * running + (elapsed ? 2 : 0);
    asTheyAre =
        fields == features
            && description.stream().allMatch(f -> f.scaling() instanceof Feature.Scaling.None);
  }

  private double[] filled(double value) {
    double[] array = new double[features];
    Arrays.fill(array, value);
    return array;
  }

  /** How many numbers of state a key needs. */
  public int runningNumbers() {
    return runningNumbers;
  }

  /**
   * Takes the event into the running moments, then scales it.
   *
   * @param row room for the result
   * @return the row; or the values themselves, where the network takes them as they are
   */
  public float[] apply(float[] values, long eventTime, double[] running, float[] row) {
    if (asTheyAre) {
      return values;
    }
    for (int i = 0; i < features; i++) {
      double raw = raw(i, values, eventTime, running);
      if (moments[i] != NONE) {
        take(raw, running, moments[i]);
      }
      row[i] = (float) scaled(i, raw, running);
    }
    if (before != NONE) {
      running[before] = 1;
      running[before + 1] = eventTime;
    }
    return row;
  }

  /** Forgets the event before, as at the start of a sequence; the moments stay. */
  public void restart(double[] running) {
    if (before != NONE) {
      running[before] = 0;
      running[before + 1] = 0;
    }
  }

  /** The feature's raw value in this event, before {@link #apply} took it. */
  public double raw(int feature, float[] values, long eventTime, double[] running) {
    if (field[feature] != NONE) {
      return values[field[feature]];
    }
    Feature.Source.Calendar c = calendar[feature];
    if (c != null) {
      return c.function().of(c.period().phase(eventTime));
    }
    return running[before] == 0 ? 0 : (eventTime - running[before + 1]) / MILLIS;
  }

  /** A raw value as the network sees it, given the moments as they are now. */
  public double scaled(int feature, double raw, double[] running) {
    int at = moments[feature];
    if (at == NONE) {
      return (raw - center[feature]) / scale[feature] * factor[feature] + shift[feature];
    }
    double z = running[at] < 2 ? 0 : (raw - running[at + 1]) / deviation(running, at);
    return Math.max(-clip[feature], Math.min(clip[feature], z));
  }

  /** The inverse of {@link #scaled}, without the clip. */
  public double unscaled(int feature, double scaled, double[] running) {
    int at = moments[feature];
    if (at == NONE) {
      return (scaled - shift[feature]) / factor[feature] * scale[feature] + center[feature];
    }
    return running[at + 1] + scaled * deviation(running, at);
  }

  private static void take(double x, double[] running, int at) {
    double count = running[at] + 1;
    double delta = x - running[at + 1];
    double mean = running[at + 1] + delta / count;
    running[at] = count;
    running[at + 1] = mean;
    running[at + 2] += delta * (x - mean);
  }

  private static double deviation(double[] running, int at) {
    return Math.max(DEVIATION_FLOOR, Math.sqrt(running[at + 2] / running[at]));
  }
}
