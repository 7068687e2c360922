package io.flinklstm.models.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * One layer of a model's configuration.
 *
 * @param type the class
 * @param name the configured name
 * @param config its settings
 * @param before names of the layers it takes rows from; empty in a Sequential model
 */
record KerasLayer(String type, String name, JsonObject config, List<String> before) {

  static KerasLayer of(JsonObject json) {
    String type = json.text("class_name");
    if (json.has("registered_name") && json.text("registered_name").contains(">")) {
      throw new ModelFormatException(
          json.place(), "custom class " + json.text("registered_name"), "layers of Keras alone");
    }
    if (type.equals("__lambda__") || type.equals("Lambda")) {
      throw new ModelFormatException(json.place(), "code of its own (Lambda)", "layers of Keras");
    }
    JsonObject config = json.object("config");
    List<String> before = new ArrayList<>();
    if (json.has("inbound_nodes")) {
      collect(json.node("inbound_nodes"), before);
    }
    return new KerasLayer(type, config.text("name", type), config, before);
  }

  /** Keras 3 writes {@code keras_history: [name, 0, 0]}, Keras 2 {@code [name, 0, 0, {}]}. */
  private static void collect(JsonNode node, List<String> names) {
    if (node.isArray() && node.size() >= 3 && node.get(0).isTextual() && node.get(1).isInt()) {
      names.add(node.get(0).textValue());
    } else if (node.isContainerNode()) {
      node.forEach(inner -> collect(inner, names));
    }
  }

  /** The wrapped layer of Bidirectional or TimeDistributed. */
  KerasLayer inner(String field) {
    return of(config.object(field));
  }

  /** The cells of an RNN layer. */
  List<KerasLayer> cells() {
    KerasLayer cell = inner("cell");
    if (cell.type.equals("StackedRNNCells")) {
      return cell.config.objects("cells").stream().map(KerasLayer::of).toList();
    }
    return List.of(cell);
  }

  ModelFormatException refused(String found, String expected) {
    return new ModelFormatException("layer " + name + " (" + type + ")", found, expected);
  }
}
