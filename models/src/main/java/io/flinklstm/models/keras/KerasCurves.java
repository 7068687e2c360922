package io.flinklstm.models.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.models.draft.Curve;
import io.flinklstm.models.format.ModelFormatException;

/**
 * The activation functions by their names in a configuration.
 *
 * @param major version of Keras that wrote the file: {@code hard_sigmoid} changed with version 3
 */
record KerasCurves(int major) {

  Curve of(KerasLayer layer, String setting) {
    JsonNode name = layer.config().node(setting);
    if (name.isNull()) {
      return Curve.IDENTITY;
    }
    if (!name.isTextual()) {
      throw layer.refused(setting + " that is an object", "the name of one of Keras' functions");
    }
    return of(layer, setting, name.textValue());
  }

  private Curve of(KerasLayer layer, String setting, String name) {
    return switch (name) {
      case "linear" -> Curve.IDENTITY;
      case "tanh" -> Curve.TANH;
      case "sigmoid" -> Curve.SIGMOID;
      case "relu" -> Curve.of(Curve.Kind.RELU);
      case "relu6" -> Curve.of(Curve.Kind.RELU6);
      case "softplus" -> Curve.of(Curve.Kind.SOFTPLUS);
      case "exponential" -> Curve.of(Curve.Kind.EXPONENTIAL);
      case "elu" -> new Curve(Curve.Kind.ELU, 1, 0);
      case "selu" -> Curve.of(Curve.Kind.SELU);
      case "softsign" -> Curve.of(Curve.Kind.SOFTSIGN);
      case "silu", "swish" -> Curve.of(Curve.Kind.SILU);
      case "gelu" -> Curve.of(Curve.Kind.GELU);
      case "hard_sigmoid" -> new Curve(Curve.Kind.HARD_SIGMOID, major >= 3 ? 1 / 6f : 0.2f, 0.5f);
      case "leaky_relu" -> new Curve(Curve.Kind.LEAKY_RELU, 0.2f, 0);
      case "softmax" -> Curve.of(Curve.Kind.SOFTMAX);
      case "log_softmax" -> Curve.of(Curve.Kind.LOG_SOFTMAX);
      default -> throw layer.refused(setting + " " + name, "a function this importer knows");
    };
  }

  /** The major version of {@code keras_version}. */
  static KerasCurves ofVersion(String version) {
    String major = version == null ? "" : version.replaceAll("\\..*$", "");
    if (!major.matches("[23]")) {
      throw new ModelFormatException(
          "keras_version", version == null ? "none" : version, "a file of Keras 2 or 3");
    }
    return new KerasCurves(Integer.parseInt(major));
  }
}
