package io.flinklstm.core;

import java.util.Arrays;

/**
 * One trained array: float32 values in row-major order and their shape.
 *
 * @param name as the training framework calls it, for example {@code lstm.weight_ih_l0}
 * @param shape one entry per dimension, outermost first; empty for a scalar
 * @param values as many as the product of the shape; owned by this tensor, not to be changed
 */
public record Tensor(String name, int[] shape, float[] values) {

  public Tensor {
    long elements = 1;
    for (int dimension : shape) {
      elements = Math.multiplyExact(elements, dimension);
    }
    if (elements != values.length) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + ": shape "
              + Arrays.toString(shape)
              + " needs "
              + elements
              + " values, found "
              + values.length);
    }
  }

  /** Returns this tensor, or fails naming it when its shape is not the expected one. */
  public Tensor expect(int... expected) {
    if (!Arrays.equals(shape, expected)) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + ": found shape "
              + Arrays.toString(shape)
              + ", expected "
              + Arrays.toString(expected));
    }
    return this;
  }
}
