package io.flinklstm.core.cell;

import io.flinklstm.core.Tensor;
import java.util.Arrays;
import java.util.Map;

/** Looks tensors up under a layer's prefix and checks their shapes. */
record Weights(Map<String, Tensor> tensors, String prefix) {

  private static final double SAFE = 1e37; // a tenth of what float32 holds

  boolean has(String name) {
    return tensors.containsKey(prefix + name);
  }

  float[] get(String name, int... shape) {
    Tensor tensor = tensors.get(prefix + name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "tensor "
              + prefix
              + name
              + " is missing; found "
              + tensors.keySet().stream().sorted().toList());
    }
    return tensor.expect(shape).values();
  }

  /** The tensor's values, or zeros where the model has none. */
  float[] getOrZeros(String name, int length) {
    return has(name) ? get(name, length) : new float[length];
  }

  /** A copy of the tensor's values, or ones where the model has none. */
  float[] getOrOnes(String name, int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return has(name) ? get(name, length).clone() : ones;
  }

  /** Two biases that only ever appear as their sum; both, one or none may be there. */
  float[] sumOf(String first, String second, int length) {
    float[] sum = getOrZeros(first, length).clone();
    float[] other = getOrZeros(second, length);
    for (int j = 0; j < length; j++) {
      sum[j] += other[j];
    }
    return sum;
  }

  /** Whether a sum of such a magnitude stays within float32, its parts included. */
  static boolean inRange(double largest) {
    return largest < SAFE;
  }

  static double inRangeOrInfinity(double largest) {
    return inRange(largest) ? largest : Double.POSITIVE_INFINITY;
  }
}
