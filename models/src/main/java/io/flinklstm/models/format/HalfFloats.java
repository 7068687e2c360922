package io.flinklstm.models.format;

/** Widens 16-bit floating point to float32; exact for every bit pattern. */
final class HalfFloats {

  private static final float SUBNORMAL_UNIT = 0x1p-24f;

  private HalfFloats() {}

  /** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
  static float fromF16(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      int magnitude = Float.floatToRawIntBits(fraction * SUBNORMAL_UNIT);
      return Float.intBitsToFloat(sign | magnitude);
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  /** The upper half of a float32. */
  static float fromBf16(short half) {
    return Float.intBitsToFloat(half << 16);
  }
}
