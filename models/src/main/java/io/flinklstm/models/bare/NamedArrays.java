package io.flinklstm.models.bare;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The arrays of a file, and which of them have been used. */
final class NamedArrays {

  private final Map<String, RawTensor> arrays;
  private final Set<String> used = new HashSet<>();

  NamedArrays(Map<String, RawTensor> arrays) {
    this.arrays = arrays;
  }

  Set<String> names() {
    return arrays.keySet();
  }

  boolean has(String name) {
    return arrays.containsKey(name);
  }

  int[] shape(String name) {
    RawTensor array = arrays.get(name);
    if (array == null) {
      throw new ModelFormatException("tensor " + name, "none", "one; has " + names());
    }
    return array.shape();
  }

  /** Finite values of an array of this shape. */
  float[] take(String name, int... shape) {
    if (!Arrays.equals(shape(name), shape)) {
      throw new ModelFormatException(
          "tensor " + name, "shape " + Arrays.toString(shape(name)), Arrays.toString(shape));
    }
    used.add(name);
    return arrays.get(name).weights().values();
  }

  /** Likewise, or none where there is no such array. */
  float[] takeIfAny(String name, int... shape) {
    return has(name) ? take(name, shape) : new float[0];
  }

  /** Fails where an array has not been used: the model is more than was understood. */
  void finish() {
    Set<String> left = new TreeSet<>(arrays.keySet());
    left.removeAll(used);
    left.removeIf(name -> name.endsWith("num_batches_tracked"));
    if (!left.isEmpty()) {
      throw BareOptions.ask(
          "weights",
          "tensors of layers that are not understood " + left,
          "layers",
          "[{prefix: ..., type: ..., activation: ...}, ...]");
    }
  }
}
