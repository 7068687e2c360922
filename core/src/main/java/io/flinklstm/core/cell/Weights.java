package io.flinklstm.core.cell;

import io.flinklstm.core.Tensor;
import java.util.Map;

/** Looks tensors up under a layer's prefix and checks their shapes. */
record Weights(Map<String, Tensor> tensors, String prefix) {

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
}
