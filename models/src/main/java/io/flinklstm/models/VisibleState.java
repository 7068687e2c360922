package io.flinklstm.models;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Tensor;
import io.flinklstm.models.format.ModelFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same model with its last hidden state among its outputs, so that every result carries it: the
 * linear head gets a row for each unit, which is 1 there and 0 elsewhere. What the model gave out
 * before keeps its bits, for each output is added up by itself.
 */
public final class VisibleState {

  /** What the names of these outputs begin with; the unit's index in brackets follows. */
  public static final String PREFIX = "hidden[";

  private VisibleState() {}

  /**
   * Adds the outputs.
   *
   * @throws ModelFormatException where the last layer is no linear one without activation that
   *     reads a recurrent layer
   */
  public static ModelBundle of(ModelBundle model) {
    ModelDescription old = model.description();
    List<LayerDescription> layers = new ArrayList<>(old.layers());
    LayerDescription.Linear head = head(layers);
    int units = head.input();
    int outputs = head.output() + units;
    layers.set(
        layers.size() - 1,
        new LayerDescription.Linear(head.prefix(), units, outputs, head.activation()));
    List<Output> named = new ArrayList<>(old.outputs());
    for (int i = 0; i < units; i++) {
      named.add(new Output(PREFIX + i + "]", Optional.empty(), Output.Form.VALUE));
    }
    return ModelBundle.of(
        new ModelDescription(
            old.name(), old.task(), old.features(), layers, named, old.scorer(), old.provenance()),
        tensors(model.tensors(), head, outputs));
  }

  private static LayerDescription.Linear head(List<LayerDescription> layers) {
    LayerDescription last = layers.get(layers.size() - 1);
    boolean fits =
        last instanceof LayerDescription.Linear linear
            && linear.activation() == Activation.IDENTITY
            && layers.size() > 1
            && !layers.get(layers.size() - 2).state().isEmpty();
    if (!fits) {
      throw new ModelFormatException(
          "layers",
          "no linear layer without activation after a recurrent one at the end",
          "such a head, which can give out the hidden state besides");
    }
    return (LayerDescription.Linear) last;
  }

  private static Map<String, Tensor> tensors(
      Map<String, Tensor> old, LayerDescription.Linear head, int outputs) {
    int units = head.input();
    String weight = head.prefix() + "weight";
    String bias = head.prefix() + "bias";
    float[] rows = Arrays.copyOf(old.get(weight).values(), outputs * units);
    for (int i = 0; i < units; i++) {
      rows[(head.output() + i) * units + i] = 1;
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(old);
    tensors.put(weight, new Tensor(weight, new int[] {outputs, units}, rows));
    if (old.containsKey(bias)) {
      float[] biases = Arrays.copyOf(old.get(bias).values(), outputs);
      tensors.put(bias, new Tensor(bias, new int[] {outputs}, biases));
    }
    return tensors;
  }
}
