package io.flinklstm.state;

import java.nio.ShortBuffer;

/**
 * In how many bits a key's hidden and cell state is kept. Rounding is to the nearest value, to the
 * even one of two as near. A finite number never becomes an infinite one: what is beyond the
 * largest value becomes that value.
 */
public enum StateEncoding {
  /** All bits of what the network computes. */
  FLOAT32(0) {
    @Override
    int bits(float value) {
      return Float.floatToRawIntBits(value);
    }

    @Override
    float value(int bits) {
      return Float.intBitsToFloat(bits);
    }

    @Override
    float rounded(float value) {
      return value;
    }
  },

  /** IEEE 754 binary16: 11 significant bits, magnitudes up to 65,504. */
  FLOAT16(1) {
    @Override
    int bits(float value) {
      int bits = Float.floatToRawIntBits(value);
      int magnitude = bits & 0x7fff_ffff;
      int rounded = isNormal16(magnitude) ? toEven(magnitude, 13) - REBIAS_16 : rare16(magnitude);
      return bits >>> 16 & 0x8000 | rounded;
    }

    @Override
    float value(int bits) {
      int sign = (bits & 0x8000) << 16;
      int magnitude = bits & 0x7fff;
      if (magnitude < 0x400) {
        float subnormal = Float.intBitsToFloat(HALF + magnitude) - 0.5f;
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(subnormal));
      }
      int rebias = magnitude >= 0x7c00 ? 2 * REBIAS_16 : REBIAS_16;
      return Float.intBitsToFloat(sign | magnitude + rebias << 13);
    }

    @Override
    float rounded(float value) {
      int bits = Float.floatToRawIntBits(value);
      return isNormal16(bits & 0x7fff_ffff)
          ? Float.intBitsToFloat(toEven(bits, 13) << 13)
          : value(bits(value));
    }
  },

  /** The upper half of a float32: 8 significant bits, its whole range. */
  BFLOAT16(2) {
    @Override
    int bits(float value) {
      int bits = Float.floatToRawIntBits(value);
      int magnitude = bits & 0x7fff_ffff;
      int sign = bits >>> 16 & 0x8000;
      if (magnitude >= INFINITY) {
        return sign | magnitude >>> 16 | (magnitude > INFINITY ? 0x40 : 0);
      }
      return sign | Math.min(toEven(magnitude, 16), 0x7f7f);
    }

    @Override
    float value(int bits) {
      return Float.intBitsToFloat(bits << 16);
    }

    @Override
    float rounded(float value) {
      return value(bits(value));
    }
  };

  private static final int INFINITY = 0x7f80_0000;
  private static final int LARGEST_16 = 0x477f_e000; // 65,504
  private static final int SMALLEST_NORMAL_16 = 0x3880_0000; // 2^-14
  private static final int HALF = 0x3f00_0000; // 0.5
  private static final int REBIAS_16 = 127 - 15 << 10;

  private static final StateEncoding[] BY_CODE = values();

  private final int code;

  StateEncoding(int code) {
    this.code = code;
  }

  /** A value's bits, rounded. */
  abstract int bits(float value);

  /** The value of bits. */
  abstract float value(int bits);

  /** What a value is once written and read. */
  abstract float rounded(float value);

  /** Makes each of these what it will be once written and read. */
  public void round(float[] values) {
    if (this == FLOAT32) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = rounded(values[i]);
    }
  }

  /** Whether a float16 of the nearest value is normal and finite. */
  private static boolean isNormal16(int magnitude) {
    return magnitude >= SMALLEST_NORMAL_16 && magnitude <= LARGEST_16;
  }

  private static int rare16(int magnitude) {
    if (magnitude < SMALLEST_NORMAL_16) { // a half has the place value of the least subnormal
      float rounded = Float.intBitsToFloat(magnitude) + 0.5f;
      return Float.floatToRawIntBits(rounded) - HALF;
    }
    if (magnitude < INFINITY) {
      return 0x7bff;
    }
    int quiet = magnitude > INFINITY ? 0x200 : 0;
    return 0x7c00 | quiet | magnitude >>> 13 & 0x3ff;
  }

  /** Drops so many of the lowest bits; what that carries over goes into the exponent. */
  private static int toEven(int bits, int drop) {
    int odd = bits >>> drop & 1;
    return bits + (1 << drop - 1) - 1 + odd >>> drop;
  }

  /** Writes values of 16 bits each, and fills up to {@link #length}. */
  void encode(float[] values, ShortBuffer to, int begin) {
    int at = begin;
    for (float value : values) {
      to.put(at++, (short) bits(value));
    }
    if (values.length % 2 != 0) {
      to.put(at, (short) 0);
    }
  }

  /** Reads values of 16 bits each. */
  void decode(ShortBuffer from, int begin, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = value(from.get(begin + i));
    }
  }

  /** By which number the bytes name it. */
  int code() {
    return code;
  }

  /** The encoding of a name in the bytes, or null for one not known. */
  static StateEncoding ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  /** Bytes of so many floats, filled up to a multiple of four. */
  int length(int floats) {
    return this == FLOAT32 ? Float.BYTES * floats : Short.BYTES * floats + 3 & ~3;
  }
}
