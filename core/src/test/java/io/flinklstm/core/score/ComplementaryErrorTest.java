package io.flinklstm.core.score;

import static io.flinklstm.core.score.ComplementaryError.erfc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplementaryErrorTest {

  private static final double RELATIVE = 1e-13;

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0.5, 0.4795001221869535",
    "1, 0.15729920705028513",
    "2, 0.004677734981047266",
    "3, 2.209049699858544e-05",
    "5, 1.5374597944280349e-12",
    "-1, 1.8427007929497148"
  })
  void keepsItsDigitsFarOut(double x, double expected) {
    assertThat(erfc(x) / expected).isCloseTo(1, within(RELATIVE));
  }

  @Test
  void seriesAndFractionMeet() {
    double below = erfc(Math.nextDown(2.0));
    assertThat(below / erfc(2)).isCloseTo(1, within(RELATIVE));
  }

  @Test
  void neverRises() {
    double before = 2;
    for (double x = -6; x < 27; x += 1e-3) {
      double now = erfc(x);
      assertThat(now).isLessThanOrEqualTo(before * (1 + RELATIVE));
      before = now;
    }
  }
}
