package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortDecimalTest {

  private static final int NUMBERS = 200_000;

  @Test
  void itsBitsAreThoseOfTheJdk() {
    Random random = new Random(1);
    int taken = 0;
    for (int i = 0; i < NUMBERS; i++) {
      int digits = random.nextInt(1 << (1 + random.nextInt(25)));
      BigDecimal number = BigDecimal.valueOf(digits, random.nextInt(12));
      String text = (random.nextBoolean() ? "-" : "") + number.toPlainString();
      float value = ShortDecimal.parse(text);
      if (!Float.isNaN(value)) {
        taken++;
        assertThat(Float.floatToRawIntBits(value))
            .as(text)
            .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
      }
    }
    assertThat(taken).isGreaterThan(NUMBERS / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "-0.0", "0.1", "16777216", "00012.50", "3.1415926"})
  void theEdgesAreTheSameToo(String text) {
    float value = ShortDecimal.parse(text);
    if (!Float.isNaN(value)) {
      assertThat(Float.floatToRawIntBits(value))
          .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "1.",
        ".5",
        "-.5",
        "1e3",
        "+1",
        "1.2.3",
        "16777217",
        "1f",
        " 1",
        "0.00000000001",
        "NaN",
        "--1",
        "\u0661"
      })
  void whatItDoesNotTakeItLeavesToTheJdk(String text) {
    assertThat(ShortDecimal.parse(text)).isNaN();
  }
}
