package io.flinklstm.models.bare;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;
import java.util.Arrays;

/** Activations by the names that descriptions use, with PyTorch's parameters. */
final class NamedActivations {

  private NamedActivations() {}

  static ActivationFunction of(String place, String name) {
    for (Activation activation : Activation.values()) {
      if (JsonObject.spell(activation).equals(name)) {
        return ActivationFunction.of(activation);
      }
    }
    String known = Arrays.stream(Activation.values()).map(JsonObject::spell).toList().toString();
    throw new ModelFormatException(place, "activation " + name, "one of " + known);
  }
}
