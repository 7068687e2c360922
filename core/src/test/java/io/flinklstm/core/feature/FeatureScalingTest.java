package io.flinklstm.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flinklstm.core.Feature;
import io.flinklstm.core.Feature.Function;
import io.flinklstm.core.Feature.Period;
import io.flinklstm.core.Feature.Scaling;
import io.flinklstm.core.Feature.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureScalingTest {

  @Test
  void fixedScalingsAreTheTrainingLibrariesFormulas() {
    FeatureScaling scaling =
        scaling(new Scaling.None(), new Scaling.Standard(10, 4), new Scaling.MinMax(0.5, -1));
    float[] row = scaling.apply(new float[] {3, 12, 5}, 0, new double[0], new float[3]);
    assertThat(row).containsExactly(3, 0.5f, 1.5f);
    assertThat(scaling.unscaled(1, 0.5, new double[0])).isEqualTo(12);
    assertThat(scaling.unscaled(2, 1.5, new double[0])).isEqualTo(5);
  }

  @Test
  void elapsedTimeIsSecondsSinceTheEventBefore() {
    FeatureScaling scaling =
        new FeatureScaling(List.of(new Feature("dt", new Source.Elapsed(), new Scaling.None())));
    double[] running = new double[scaling.runningNumbers()];
    assertThat(elapsed(scaling, 5_000, running)).isEqualTo(0);
    assertThat(elapsed(scaling, 7_500, running)).isEqualTo(2.5f);
    assertThat(elapsed(scaling, 7_000, running)).isEqualTo(-0.5f);
    scaling.restart(running);
    assertThat(elapsed(scaling, 9_000, running)).isEqualTo(0);
    assertThat(elapsed(scaling, 10_000, running)).isEqualTo(1);
  }

  private static float elapsed(FeatureScaling scaling, long time, double[] running) {
    return scaling.apply(new float[0], time, running, new float[1])[0];
  }

  @Test
  void valuesThatNeedNoScalingAreUsedAsTheyAre() {
    float[] values = {1, 2};
    FeatureScaling scaling = scaling(new Scaling.None(), new Scaling.None());
    assertThat(scaling.apply(values, 0, new double[0], new float[2])).isSameAs(values);
  }

  @Test
  void runningScalingStandardizesWithTheKeysOwnPastAndPresent() {
    FeatureScaling scaling = scaling(new Scaling.Running(10));
    double[] running = new double[scaling.runningNumbers()];
    float[] row = new float[1];
    double sum = 0;
    double squares = 0;
    for (int t = 1; t <= 50; t++) {
      double x = 100 + t % 7;
      sum += x;
      squares += x * x;
      scaling.apply(new float[] {(float) x}, 0, running, row);
      double mean = sum / t;
      double deviation = Math.sqrt(squares / t - mean * mean);
      assertThat((double) row[0]).isCloseTo(t == 1 ? 0 : (x - mean) / deviation, within(1e-5));
    }
  }

  @Test
  void runningScalingClipsWhatLeavesItsRange() {
    FeatureScaling scaling = scaling(new Scaling.Running(3));
    double[] running = new double[scaling.runningNumbers()];
    for (int t = 0; t < 100; t++) {
      scaling.apply(new float[] {t % 2}, 0, running, new float[1]);
    }
    assertThat(scaling.apply(new float[] {1e6f}, 0, running, new float[1])).containsExactly(3);
  }

  @Test
  void calendarFeaturesComeFromTheEventTimeInUtc() {
    FeatureScaling scaling =
        new FeatureScaling(
            List.of(
                calendar(Period.DAY, Function.SIN),
                calendar(Period.DAY, Function.COS),
                calendar(Period.WEEK, Function.WEEKEND)));
    float[] row = new float[3];
    scaling.apply(new float[0], Instant.parse("2024-03-01T06:00:00Z").toEpochMilli(), null, row);
    assertThat(row).containsExactly(1, (float) StrictMath.cos(Math.PI / 2), 0);
    scaling.apply(new float[0], Instant.parse("2024-03-02T00:00:00Z").toEpochMilli(), null, row);
    assertThat(row[2]).as("Saturday").isEqualTo(1);
    scaling.apply(new float[0], Instant.parse("2024-03-04T00:00:00Z").toEpochMilli(), null, row);
    assertThat(row[2]).as("Monday").isZero();
  }

  private static Feature calendar(Period period, Function function) {
    return new Feature("time", new Source.Calendar(period, function), new Scaling.None());
  }

  private static FeatureScaling scaling(Scaling... scalings) {
    return new FeatureScaling(
        List.of(scalings).stream().map(s -> new Feature("x", new Source.Field(), s)).toList());
  }
}
