package io.flinklstm.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.GruOptions;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.LstmOptions;
import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;

/** Reads one layer of the bundle's JSON; {@link LayerText} writes it. */
final class LayerJson {

  private static final int LARGEST = 1 << 24;
  private static final int MOST_LAYERS = 1024;

  private LayerJson() {}

  static LayerDescription read(JsonObject json) {
    LayerDescription layer = DescriptionJson.checked(json, () -> layer(json));
    json.finish();
    return layer;
  }

  private static LayerDescription layer(JsonObject json) {
    String type = json.text("type");
    return switch (type) {
      case "lstm" ->
          new LayerDescription.Lstm(
              json.text("prefix"),
              size(json, "input"),
              size(json, "hidden"),
              layers(json),
              lstmOptions(json));
      case "gru" ->
          new LayerDescription.Gru(
              json.text("prefix"),
              size(json, "input"),
              size(json, "hidden"),
              layers(json),
              gruOptions(json));
      case "rnn" ->
          new LayerDescription.Rnn(
              json.text("prefix"),
              size(json, "input"),
              size(json, "hidden"),
              layers(json),
              function(json, "activation", Activation.TANH),
              clip(json, "clip"));
      case "linear" ->
          new LayerDescription.Linear(
              json.text("prefix"),
              size(json, "input"),
              size(json, "output"),
              json.choice("activation", Activation.class));
      default -> column(type, json);
    };
  }

  private static LayerDescription column(String type, JsonObject json) {
    return switch (type) {
      case "activation" ->
          new LayerDescription.Activate(
              size(json, "input"), function(json, "activation", Activation.IDENTITY));
      case "layer-norm" ->
          new LayerDescription.LayerNorm(
              json.text("prefix"), size(json, "input"), (float) json.number("epsilon"));
      case "batch-norm" ->
          new LayerDescription.BatchNorm(
              json.text("prefix"), size(json, "input"), (float) json.number("epsilon"));
      case "embedding" ->
          new LayerDescription.Embedding(
              json.text("prefix"),
              size(json, "input"),
              json.whole("column", 0),
              size(json, "vocabulary"),
              size(json, "dimension"));
      case "one-hot" ->
          new LayerDescription.OneHot(
              size(json, "input"),
              json.whole("column", 0),
              size(json, "size"),
              json.flag("ignore_unknown", false));
      default -> window(type, json);
    };
  }

  private static LayerDescription window(String type, JsonObject json) {
    return switch (type) {
      case "bidirectional" ->
          new LayerDescription.Bidirectional(
              read(json.object("layer")),
              json.choice("merge", LayerDescription.Merge.class),
              json.flag("final_only"));
      case "reverse" ->
          new LayerDescription.Reverse(read(json.object("layer")), json.flag("input_order"));
      case "last-step" -> new LayerDescription.LastStep(size(json, "input"));
      case "repeat" -> new LayerDescription.Repeat(size(json, "input"), size(json, "times"));
      default ->
          throw new ModelFormatException(
              json.place() + ".type",
              type,
              "lstm, gru, rnn, linear, activation, layer-norm, batch-norm, embedding, one-hot,"
                  + " bidirectional, reverse, last-step or repeat");
    };
  }

  /** Large enough for any model, and no product of two overflows where it is checked. */
  private static int size(JsonObject json, String name) {
    return most(json, name, LARGEST);
  }

  private static int layers(JsonObject json) {
    return most(json, "layers", MOST_LAYERS);
  }

  private static int most(JsonObject json, String name, int most) {
    int size = json.whole(name, 1);
    if (size > most) {
      throw new ModelFormatException(json.place() + "." + name, size, "at most " + most);
    }
    return size;
  }

  private static float clip(JsonObject json, String name) {
    return json.has(name) ? (float) json.number(name) : Float.POSITIVE_INFINITY;
  }

  private static LstmOptions lstmOptions(JsonObject json) {
    return new LstmOptions(
        json.has("projection") ? size(json, "projection") : 0,
        json.flag("peepholes", false),
        json.flag("coupled", false),
        clip(json, "cell_clip"),
        clip(json, "projection_clip"),
        clip(json, "gate_clip"),
        function(json, "gate", Activation.SIGMOID),
        function(json, "candidate", Activation.TANH),
        function(json, "cell_output", Activation.TANH));
  }

  private static GruOptions gruOptions(JsonObject json) {
    return new GruOptions(
        json.choice("reset", GruOptions.Reset.class),
        clip(json, "gate_clip"),
        function(json, "gate", Activation.SIGMOID),
        function(json, "candidate", Activation.TANH));
  }

  /** A name, or an object with parameters. */
  private static ActivationFunction function(JsonObject json, String name, Activation otherwise) {
    if (!json.has(name)) {
      return ActivationFunction.of(otherwise);
    }
    JsonNode node = json.node(name);
    if (node.isTextual()) {
      return ActivationFunction.of(json.choice(name, Activation.class));
    }
    JsonObject object = json.object(name);
    ActivationFunction function =
        new ActivationFunction(
            object.choice("form", Activation.class),
            (float) object.number("alpha"),
            (float) object.number("beta"));
    object.finish();
    return function;
  }
}
