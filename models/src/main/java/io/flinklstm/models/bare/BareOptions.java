package io.flinklstm.models.bare;

import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a user says about bare weights.
 *
 * @param cell {@code rnn}, {@code lstm} or {@code gru}, where names and shapes leave it open
 * @param nonlinearity {@code tanh} or {@code relu} of an RNN
 * @param prefix of the recurrent layer, where there are several
 * @param layers all layers in order, or empty to infer them
 * @param forgetBias what TensorFlow 1 adds to the forget gate when it runs
 * @param cellClip bound of TensorFlow's cell state
 * @param projectionClip bound of TensorFlow's projection
 * @param names of a list's tensors, in its order, where a file has no names
 */
public record BareOptions(
    Optional<String> cell,
    Optional<String> nonlinearity,
    Optional<String> prefix,
    List<Layer> layers,
    OptionalDouble forgetBias,
    OptionalDouble cellClip,
    OptionalDouble projectionClip,
    List<String> names) {

  /**
   * One layer.
   *
   * @param prefix of its tensors
   * @param type {@code embedding}, {@code linear}, {@code recurrent}, {@code layer-norm} or {@code
   *     batch-norm}, or empty to infer it
   * @param activation of a linear layer
   * @param nonlinearity of an RNN
   * @param epsilon of a normalisation; PyTorch's is 1e-5
   */
  public record Layer(
      String prefix,
      Optional<String> type,
      Optional<String> activation,
      Optional<String> nonlinearity,
      double epsilon) {

    static Layer of(String prefix) {
      return new Layer(prefix, Optional.empty(), Optional.empty(), Optional.empty(), 1e-5);
    }
  }

  /** Nothing said. */
  public static BareOptions none() {
    return new BareOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of());
  }

  /** Reads the fields of a description that concern weights. */
  public static BareOptions of(JsonObject json) {
    return new BareOptions(
        text(json, "cell"),
        text(json, "nonlinearity"),
        text(json, "prefix"),
        json.has("layers")
            ? json.objects("layers").stream().map(BareOptions::layer).toList()
            : List.of(),
        number(json, "forget-bias"),
        number(json, "cell-clip"),
        number(json, "projection-clip"),
        json.has("names") ? json.texts("names") : List.of());
  }

  private static Layer layer(JsonObject json) {
    Layer layer =
        new Layer(
            json.text("prefix"),
            text(json, "type"),
            text(json, "activation"),
            text(json, "nonlinearity"),
            json.has("epsilon") ? json.number("epsilon") : 1e-5);
    json.finish();
    return layer;
  }

  private static Optional<String> text(JsonObject json, String name) {
    return json.has(name) ? Optional.of(json.text(name)) : Optional.empty();
  }

  private static OptionalDouble number(JsonObject json, String name) {
    return json.has(name) ? OptionalDouble.of(json.number(name)) : OptionalDouble.empty();
  }

  /** An error that says which field of the description is needed. */
  static ModelFormatException ask(String place, String found, String field, String values) {
    return new ModelFormatException(
        place, found, "the description to say \"" + field + ": " + values + "\"");
  }
}
