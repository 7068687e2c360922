package io.flinklstm.models.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's configuration.
 *
 * @param layers as listed
 * @param path the same from input to output
 */
record KerasConfig(List<KerasLayer> layers, List<KerasLayer> path) {

  private static final int MAX_LAYERS = 1000;

  static KerasConfig of(String text) {
    JsonObject json = JsonObject.parse("config", text);
    String type = json.text("class_name");
    JsonObject config = json.object("config");
    List<KerasLayer> layers = config.objects("layers").stream().map(KerasLayer::of).toList();
    if (layers.size() > MAX_LAYERS) {
      throw new ModelFormatException("config.layers", layers.size(), "at most " + MAX_LAYERS);
    }
    return switch (type) {
      case "Sequential" -> new KerasConfig(layers, layers);
      case "Functional", "Model" -> new KerasConfig(layers, chain(config, layers));
      default ->
          throw new ModelFormatException("config", "a model " + type, "Sequential or Functional");
    };
  }

  /** The one way from the one input to the one output. */
  private static List<KerasLayer> chain(JsonObject config, List<KerasLayer> layers) {
    List<KerasLayer> path = new ArrayList<>();
    KerasLayer next = single(layers, List.of(), "an input");
    while (next != null) {
      path.add(next);
      next = path.size() < layers.size() ? single(layers, List.of(next.name()), "one way") : null;
    }
    String last = path.get(path.size() - 1).name();
    for (String end : List.of("input_layers", "output_layers")) {
      String expected = end.startsWith("input") ? path.get(0).name() : last;
      JsonNode node = config.node(end);
      List<String> names = new ArrayList<>();
      texts(node, names);
      if (!names.equals(List.of(expected))) {
        throw new ModelFormatException("config." + end, names, expected + " alone");
      }
    }
    return path;
  }

  private static void texts(JsonNode node, List<String> names) {
    if (node.isTextual()) {
      names.add(node.textValue());
    } else {
      node.forEach(inner -> texts(inner, names));
    }
  }

  private static KerasLayer single(List<KerasLayer> layers, List<String> before, String what) {
    List<KerasLayer> found = layers.stream().filter(l -> l.before().equals(before)).toList();
    if (found.size() != 1) {
      throw new ModelFormatException(
          "config.layers",
          found.size() + " layers after " + before,
          what + " through layers that each take one tensor");
    }
    return found.get(0);
  }
}
