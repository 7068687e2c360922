package io.flinklstm.models;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.TensorShape;
import io.flinklstm.models.format.ModelFormatException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tensors that layers are made of: a bundle must hold exactly these. */
final class LayerTensors {

  private LayerTensors() {}

  /** Fails at the first tensor that is missing, has another shape, or belongs to no layer. */
  static void check(List<LayerDescription> layers, Map<String, Tensor> tensors) {
    Set<String> used = new HashSet<>();
    for (LayerDescription layer : layers) {
      for (TensorShape expected : layer.tensors()) {
        Tensor tensor = tensors.get(expected.name());
        if (tensor != null || expected.required()) {
          check(expected, tensor);
          used.add(expected.name());
        }
      }
    }
    for (String name : tensors.keySet()) {
      if (!used.contains(name)) {
        throw new ModelFormatException(
            "tensor " + name, "no layer that uses it", "only " + new TreeSet<>(used));
      }
    }
  }

  private static void check(TensorShape expected, Tensor tensor) {
    String place = "tensor " + expected.name();
    if (tensor == null) {
      throw new ModelFormatException(place, "none", "shape " + expected.shape());
    }
    List<Integer> shape = Arrays.stream(tensor.shape()).boxed().toList();
    if (!shape.equals(expected.shape())) {
      throw new ModelFormatException(
          place, "shape " + shape, expected.shape() + ", as the description says");
    }
  }
}
