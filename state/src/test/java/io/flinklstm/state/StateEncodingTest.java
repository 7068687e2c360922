package io.flinklstm.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rounding is compared with a search among all values that the encoding has. */
class StateEncodingTest {

  private static final int RANDOM = 200_000;

  /** All finite positive values, each with its bits. */
  private static TreeMap<Double, Integer> values(StateEncoding encoding) {
    TreeMap<Double, Integer> values = new TreeMap<>();
    for (int bits = 0; bits < 0x8000; bits++) {
      double value = plain(encoding, bits);
      if (Double.isFinite(value)) {
        values.put(value, bits);
      }
    }
    return values;
  }

  /** The value of bits, by the formula of IEEE 754. */
  private static double plain(StateEncoding encoding, int bits) {
    int fractionBits = encoding == StateEncoding.FLOAT16 ? 10 : 7;
    int exponentBits = 15 - fractionBits;
    int bias = (1 << exponentBits - 1) - 1;
    int exponent = bits >>> fractionBits & (1 << exponentBits) - 1;
    double fraction = (bits & (1 << fractionBits) - 1) * Math.pow(2, -fractionBits);
    if (exponent == (1 << exponentBits) - 1) {
      return fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? fraction * Math.pow(2, 1 - bias)
        : (1 + fraction) * Math.pow(2, exponent - bias);
  }

  private static int nearest(TreeMap<Double, Integer> values, double x) {
    Map.Entry<Double, Integer> below = values.floorEntry(x);
    Map.Entry<Double, Integer> above = values.ceilingEntry(x);
    if (above == null || x - below.getKey() < above.getKey() - x) {
      return below.getValue();
    }
    if (x - below.getKey() > above.getKey() - x) {
      return above.getValue();
    }
    return below.getValue() % 2 == 0 ? below.getValue() : above.getValue();
  }

  private static void roundsToNearest(
      StateEncoding encoding, TreeMap<Double, Integer> values, float x) {
    int expected = nearest(values, x);
    assertThat(encoding.bits(x)).as("%s of %s", encoding, x).isEqualTo(expected);
    assertThat(encoding.bits(-x)).as("%s of %s", encoding, -x).isEqualTo(0x8000 | expected);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FLOAT32")
  void everyValueIsReadAsWritten(StateEncoding encoding) {
    for (int bits = 0; bits < 0x1_0000; bits++) {
      double magnitude = plain(encoding, bits & 0x7fff);
      Double expected = bits < 0x8000 ? magnitude : -magnitude;
      assertThat((double) encoding.value(bits)).isEqualTo(expected);
      if (!Double.isNaN(magnitude)) {
        assertThat(encoding.bits(encoding.value(bits))).isEqualTo(bits);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FLOAT32")
  void roundsToTheNearestAndTiesToEven(StateEncoding encoding) {
    TreeMap<Double, Integer> values = values(encoding);
    double before = 0;
    for (double value : values.keySet()) {
      float middle = (float) ((before + value) / 2); // exact: one bit more
      roundsToNearest(encoding, values, (float) value);
      roundsToNearest(encoding, values, middle);
      roundsToNearest(encoding, values, Math.nextUp(middle));
      roundsToNearest(encoding, values, Math.nextDown(Math.max(middle, Float.MIN_VALUE)));
      before = value;
    }
    SplittableRandom random = new SplittableRandom(16);
    for (int i = 0; i < RANDOM; i++) {
      float x = Float.intBitsToFloat(random.nextInt(0x7f80_0000));
      roundsToNearest(encoding, values, x);
    }
  }

  @Test
  void whatIsTooLargeBecomesTheLargest() {
    assertThat(rounded(StateEncoding.FLOAT16, 65_520f)).isEqualTo(65_504f);
    assertThat(rounded(StateEncoding.FLOAT16, -1e30f)).isEqualTo(-65_504f);
    assertThat(rounded(StateEncoding.BFLOAT16, Float.MAX_VALUE))
        .isEqualTo(Float.intBitsToFloat(0x7f7f_0000));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotFiniteStaysSo(StateEncoding encoding) {
    assertThat(rounded(encoding, Float.POSITIVE_INFINITY)).isInfinite().isPositive();
    assertThat(rounded(encoding, Float.NEGATIVE_INFINITY)).isInfinite().isNegative();
    assertThat(rounded(encoding, Float.intBitsToFloat(0x7f80_0001))).isNaN();
    assertThat(Float.floatToRawIntBits(rounded(encoding, -0f))).isEqualTo(0x8000_0000);
  }

  private static float rounded(StateEncoding encoding, float value) {
    float[] values = {value};
    encoding.round(values);
    return values[0];
  }
}
