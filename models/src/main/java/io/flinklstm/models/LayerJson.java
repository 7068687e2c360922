package io.flinklstm.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;

/** One layer in the bundle's JSON. */
final class LayerJson {

  private LayerJson() {}

  static LayerDescription read(JsonObject json) {
    String type = json.text("type");
    LayerDescription layer =
        switch (type) {
          case "lstm" ->
              new LayerDescription.Lstm(
                  json.text("prefix"),
                  json.whole("input", 1),
                  json.whole("hidden", 1),
                  json.whole("layers", 1));
          case "linear" ->
              new LayerDescription.Linear(
                  json.text("prefix"),
                  json.whole("input", 1),
                  json.whole("output", 1),
                  json.choice("activation", LayerDescription.Activation.class));
          default -> throw new ModelFormatException(json.place() + ".type", type, "lstm or linear");
        };
    json.finish();
    return layer;
  }

  static ObjectNode write(LayerDescription layer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (layer instanceof LayerDescription.Lstm lstm) {
      json.put("type", "lstm").put("prefix", lstm.prefix()).put("input", lstm.input());
      json.put("hidden", lstm.hidden()).put("layers", lstm.layers());
    } else if (layer instanceof LayerDescription.Linear linear) {
      json.put("type", "linear").put("prefix", linear.prefix()).put("input", linear.input());
      json.put("output", linear.output());
      json.put("activation", JsonObject.spell(linear.activation()));
    }
    return json;
  }
}
