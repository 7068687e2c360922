package io.flinklstm.models;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.models.format.ModelFormatException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tensors that layers are made of: a bundle must hold exactly these. */
final class LayerTensors {

  private final Map<String, Tensor> tensors;
  private final Set<String> used = new HashSet<>();

  private LayerTensors(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** Fails at the first tensor that is missing, has another shape, or belongs to no layer. */
  static void check(List<LayerDescription> layers, Map<String, Tensor> tensors) {
    LayerTensors known = new LayerTensors(tensors);
    layers.forEach(known::layer);
    for (String name : tensors.keySet()) {
      if (!known.used.contains(name)) {
        throw new ModelFormatException(
            "tensor " + name, "no layer that uses it", "only " + new TreeSet<>(known.used));
      }
    }
  }

  private void layer(LayerDescription layer) {
    if (layer instanceof LayerDescription.Lstm lstm) {
      for (int k = 0; k < lstm.layers(); k++) {
        recurrent(lstm.prefix(), k, 4, k == 0 ? lstm.input() : lstm.hidden(), lstm.hidden());
      }
    } else if (layer instanceof LayerDescription.Linear linear) {
      required(linear.prefix() + "weight", linear.output(), linear.input());
      optional(linear.prefix() + "bias", linear.output());
    }
  }

  private void recurrent(String prefix, int k, long gates, int input, int hidden) {
    required(prefix + "weight_ih_l" + k, gates * hidden, input);
    required(prefix + "weight_hh_l" + k, gates * hidden, hidden);
    optional(prefix + "bias_ih_l" + k, gates * hidden);
    optional(prefix + "bias_hh_l" + k, gates * hidden);
  }

  private void optional(String name, long... shape) {
    if (tensors.containsKey(name)) {
      required(name, shape);
    }
  }

  private void required(String name, long... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelFormatException("tensor " + name, "none", "shape " + Arrays.toString(shape));
    }
    if (!Arrays.equals(Arrays.stream(tensor.shape()).asLongStream().toArray(), shape)) {
      throw new ModelFormatException(
          "tensor " + name,
          "shape " + Arrays.toString(tensor.shape()),
          Arrays.toString(shape) + ", as the description says");
    }
    used.add(name);
  }
}
