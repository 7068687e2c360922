package io.flinklstm.models.format;

import io.flinklstm.core.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array as a file stores it: a view of the file's bytes, row-major and little-endian, not yet
 * converted.
 *
 * @param name as the file calls it
 * @param shape one entry per dimension, outermost first; empty for a scalar
 * @param data exactly the elements; never changed
 */
public record RawTensor(String name, Dtype dtype, int[] shape, ByteBuffer data) {

  /** The most dimensions a tensor may have. */
  public static final int MAX_DIMENSIONS = 16;

  public RawTensor {
    data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    long bytes = bytes(name, dtype, Arrays.stream(shape).asLongStream().toArray());
    if (bytes != data.remaining()) {
      throw new ModelFormatException(
          "tensor " + name, data.remaining() + " bytes", bytes + " for " + describe(dtype, shape));
    }
  }

  /** Bytes of an array, or a failure where that is no possible size. */
  public static long bytes(String name, Dtype dtype, long[] shape) {
    try {
      long elements = shape.length > MAX_DIMENSIONS ? Long.MAX_VALUE : 1;
      for (long dimension : shape) {
        if (dimension < 0 || dimension > Integer.MAX_VALUE) {
          throw new ArithmeticException();
        }
        elements = Math.multiplyExact(elements, dimension);
      }
      Math.toIntExact(elements);
      return Math.multiplyExact(elements, (long) dtype.bytes());
    } catch (ArithmeticException overflow) {
      throw new ModelFormatException(
          "tensor " + name,
          "shape " + Arrays.toString(shape),
          "at most "
              + MAX_DIMENSIONS
              + " dimensions of at least 0 with a product of at most "
              + Integer.MAX_VALUE);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawTensor that
        && name.equals(that.name)
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** How many elements. */
  public int elements() {
    return data.remaining() / dtype.bytes();
  }

  /** Type and shape for people: {@code F32 [4, 3]}. */
  public String describe() {
    return describe(dtype, shape);
  }

  private static String describe(Dtype dtype, int[] shape) {
    return dtype + " " + Arrays.toString(shape);
  }

  /** This tensor with another name. */
  public RawTensor named(String other) {
    return new RawTensor(other, dtype, shape, data);
  }

  /**
   * The values as float32: half types widened exactly, float64 rounded to the nearest.
   *
   * @throws ModelFormatException for whole numbers and booleans
   */
  public float[] floats() {
    float[] values = new float[elements()];
    switch (dtype) {
      case F32 -> data.asFloatBuffer().get(0, values);
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfFloats.fromF16(data.getShort(2 * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfFloats.fromBf16(data.getShort(2 * i));
        }
      }
      case F64 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) data.getDouble(8 * i);
        }
      }
      default ->
          throw new ModelFormatException("tensor " + name, dtype, "F32, F16, BF16 or F64 weights");
    }
    return values;
  }

  /** The values as float64, whatever their type; whole numbers above 2^53 are rounded. */
  public double[] doubles() {
    double[] values = new double[elements()];
    if (dtype == Dtype.F64) {
      data.asDoubleBuffer().get(0, values);
    } else if (dtype.isFloating()) {
      float[] narrow = floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = narrow[i];
      }
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = whole(i);
      }
    }
    return values;
  }

  /** The values of a tensor of whole numbers or booleans. */
  public long[] longs() {
    if (dtype.isFloating()) {
      throw new ModelFormatException("tensor " + name, dtype, "whole numbers");
    }
    long[] values = new long[elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole(i);
    }
    return values;
  }

  private long whole(int i) {
    return switch (dtype) {
      case BOOL, U8 -> data.get(i) & 0xff;
      case I8 -> data.get(i);
      case I16 -> data.getShort(2 * i);
      case U16 -> data.getShort(2 * i) & 0xffff;
      case I32 -> data.getInt(4 * i);
      case U32 -> data.getInt(4 * i) & 0xffffffffL;
      case I64, U64 -> data.getLong(8 * i);
      case F16, BF16, F32, F64 -> throw new IllegalStateException(dtype.name());
    };
  }

  /**
   * The tensor as the network takes it.
   *
   * @throws ModelFormatException where a value is not finite in float32, naming tensor and index
   */
  public Tensor weights() {
    return new Tensor(name, shape, requireFinite(name, floats()));
  }

  /** Returns the values, or fails naming tensor and index of the first that is not finite. */
  public static float[] requireFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelFormatException(
            "tensor " + name + " at index " + i, values[i], "a finite float32 weight");
      }
    }
    return values;
  }
}
