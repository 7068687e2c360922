package io.flinklstm.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flinklstm.core.ScorerDescription;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnomalyLikelihoodTest {

  private static final int LEARNING = 100;
  private static final double INITIAL = 0.03;

  @Test
  void scoresTheInitialValueWhileLearning() {
    AnomalyLikelihood scorer = scorer(OptionalDouble.empty());
    double[] s = new double[scorer.numbers()];
    for (int t = 0; t < LEARNING; t++) {
      assertThat(scorer.score(t, 0, s, 0)).isEqualTo(INITIAL);
    }
  }

  @Test
  void aRunOfUnlikelyErrorsScoresHighOnlyAtItsFirstEvent() {
    AnomalyLikelihood scorer = scorer(OptionalDouble.empty());
    double[] s = settled(scorer);
    assertThat(scorer.score(50, 0, s, 0)).isGreaterThan(0.9);
    assertThat(scorer.score(50, 0, s, 0)).isCloseTo(0.3, within(1e-6));
  }

  @Test
  void smallErrorsAreNotUnusual() {
    AnomalyLikelihood scorer = scorer(OptionalDouble.empty());
    assertThat(scorer.score(0, 0, settled(scorer), 0)).isLessThan(0.1);
  }

  @Test
  void aValueOutOfTheRangeSeenScoresOne() {
    AnomalyLikelihood scorer = scorer(OptionalDouble.of(0.05));
    double[] s = new double[scorer.numbers()];
    scorer.score(1, 0, s, 0);
    scorer.score(1, 10, s, 0);
    assertThat(scorer.score(1, 10.4, s, 0)).isEqualTo(INITIAL);
    assertThat(scorer.score(1, 11, s, 0)).isEqualTo(1);
  }

  @Test
  void agreesWithThePlainEquations() {
    AnomalyLikelihood scorer = scorer(OptionalDouble.empty());
    double[] s = new double[scorer.numbers() + 2];
    Random random = new Random(5);
    double[] errors = random.doubles(500).map(e -> -Math.log(e)).toArray();
    double mean = 0;
    double variance = 0;
    int n = 0;
    boolean red = false;
    for (int t = 0; t < errors.length; t++) {
      double a = 0;
      int count = Math.min(t + 1, 10);
      for (int i = 0; i < count; i++) {
        a += errors[t - i] / count;
      }
      double expected = INITIAL;
      if (t >= LEARNING) {
        double z = (a - mean) / (Math.sqrt(variance) + 1e-6 + 0.01 * mean);
        double q = 0.5 * ComplementaryError.erfc(z / Math.sqrt(2));
        boolean again = q <= 1e-5 && red;
        red = q <= 1e-5;
        expected = Math.log((again ? 1e-3 : q) + 1e-10) / Math.log(1e-10);
      }
      if (t >= LEARNING / 2) {
        n++;
        double weight = Math.max(1.0 / n, 1e-3);
        double d = a - mean;
        mean += weight * d;
        variance = (1 - weight) * (variance + weight * d * d);
      }
      assertThat(scorer.score(errors[t], 0, s, 2)).isCloseTo(expected, within(1e-9));
    }
  }

  private static double[] settled(AnomalyLikelihood scorer) {
    double[] s = new double[scorer.numbers()];
    Random random = new Random(1);
    for (int t = 0; t < 5 * LEARNING; t++) {
      scorer.score(1 + 0.1 * random.nextGaussian(), 0, s, 0);
    }
    return s;
  }

  private static AnomalyLikelihood scorer(OptionalDouble range) {
    return new AnomalyLikelihood(new ScorerDescription(10, 1000, LEARNING, INITIAL, range));
  }
}
