package io.flinklstm.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** A sample of every exponent; the sweep over all floats is {@code docs/numerics.md}'s. */
class FunctionsTest {

  private static final int STRIDE = 9_973;

  private interface FloatFunction {
    float of(float x);
  }

  @Test
  void expIsWithinTwoUlp() {
    assertThat(largestUlp(Functions::exp, Math::exp, -87, 88.72f)).isLessThan(2);
  }

  @Test
  void tanhIsWithinThreeUlp() {
    assertThat(largestUlp(Functions::tanh, Math::tanh, -1e30f, 1e30f)).isLessThan(3);
  }

  @Test
  void sigmoidIsWithinThreeUlp() {
    assertThat(largestUlp(Functions::sigmoid, x -> 1 / (1 + Math.exp(-x)), -87, 1e30f))
        .isLessThan(3);
  }

  @Test
  void theEndsSaturate() {
    assertThat(Functions.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Functions.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Functions.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(Functions.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(Functions.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(Functions.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Functions.tanh(0)).isZero();
    assertThat(Functions.sigmoid(0)).isEqualTo(0.5f);
  }

  @Test
  void notANumberGoesThrough() {
    assertThat(Functions.exp(Float.NaN)).isNaN();
    assertThat(Functions.expm1(Float.NaN)).isNaN();
    assertThat(Functions.expm1(Float.POSITIVE_INFINITY)).isNaN();
    assertThat(Functions.tanh(Float.NaN)).isNaN();
    assertThat(Functions.sigmoid(Float.NaN)).isNaN();
  }

  private static double largestUlp(
      FloatFunction own, DoubleUnaryOperator exact, float low, float high) {
    double largest = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      if (x >= low && x <= high) {
        double expected = exact.applyAsDouble(x);
        double ulp = Math.ulp((float) expected);
        largest = Math.max(largest, Math.abs(own.of(x) - expected) / ulp);
      }
    }
    return largest;
  }
}
