package io.flinklstm.models.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.format.ModelFormatException;

/**
 * The activation functions by their names in a configuration.
 *
 * @param major version of Keras that wrote the file: {@code hard_sigmoid} changed with version 3
 */
record KerasActivations(int major) {

  ActivationFunction of(KerasLayer layer, String setting) {
    JsonNode name = layer.config().node(setting);
    if (name.isNull()) {
      return ActivationFunction.of(Activation.IDENTITY);
    }
    if (!name.isTextual()) {
      throw layer.refused(setting + " that is an object", "the name of one of Keras' functions");
    }
    return of(layer, setting, name.textValue());
  }

  private ActivationFunction of(KerasLayer layer, String setting, String name) {
    return switch (name) {
      case "linear" -> ActivationFunction.of(Activation.IDENTITY);
      case "tanh" -> ActivationFunction.of(Activation.TANH);
      case "sigmoid" -> ActivationFunction.of(Activation.SIGMOID);
      case "relu" -> ActivationFunction.of(Activation.RELU);
      case "relu6" -> ActivationFunction.of(Activation.RELU6);
      case "softplus" -> ActivationFunction.of(Activation.SOFTPLUS);
      case "exponential" -> ActivationFunction.of(Activation.EXPONENTIAL);
      case "elu" -> new ActivationFunction(Activation.ELU, 1, 0);
      case "selu" -> ActivationFunction.of(Activation.SELU);
      case "softsign" -> ActivationFunction.of(Activation.SOFTSIGN);
      case "silu", "swish" -> ActivationFunction.of(Activation.SILU);
      case "gelu" -> ActivationFunction.of(Activation.GELU);
      case "hard_sigmoid" ->
          new ActivationFunction(Activation.HARD_SIGMOID, major >= 3 ? 1 / 6f : 0.2f, 0.5f);
      case "leaky_relu" -> new ActivationFunction(Activation.LEAKY_RELU, 0.2f, 0);
      case "softmax" -> ActivationFunction.of(Activation.SOFTMAX);
      case "log_softmax" -> ActivationFunction.of(Activation.LOG_SOFTMAX);
      default -> throw layer.refused(setting + " " + name, "a function this importer knows");
    };
  }

  /** The major version of {@code keras_version}. */
  static KerasActivations ofVersion(String version) {
    String major = version == null ? "" : version.replaceAll("\\..*$", "");
    if (!major.matches("[23]")) {
      throw new ModelFormatException(
          "keras_version", version == null ? "none" : version, "a file of Keras 2 or 3");
    }
    return new KerasActivations(Integer.parseInt(major));
  }
}
