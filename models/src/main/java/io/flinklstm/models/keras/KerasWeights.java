package io.flinklstm.models.keras;

import io.flinklstm.models.format.ModelFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the arrays of a layer are found, in the order in which Keras made them. */
interface KerasWeights {

  /** The layer's arrays: kernel, recurrent kernel, bias, of the forward direction first. */
  List<KerasArray> of(KerasLayer layer);

  /** The older form: groups by the configured name, each with the list of its arrays. */
  static KerasWeights named(Hdf5 file) {
    String root = file.has("model_weights") ? "model_weights/" : "";
    return layer -> {
      List<KerasArray> arrays = new ArrayList<>();
      for (String name : file.texts(root + layer.name(), "weight_names")) {
        arrays.add(file.array(root + layer.name() + "/" + name));
      }
      return arrays;
    };
  }

  /** The form of {@code .keras}: groups by class, numbered in the order of the layers. */
  static KerasWeights numbered(Hdf5 file, List<KerasLayer> layers) {
    String root = file.has("layers") ? "layers/" : "_layer_checkpoint_dependencies/";
    Map<KerasLayer, String> groups = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (KerasLayer layer : layers) {
      String kind = snake(layer.type());
      int before = counts.merge(kind, 1, Integer::sum) - 1;
      groups.put(layer, root + kind + (before == 0 ? "" : "_" + before));
    }
    return layer -> {
      String group = groups.get(layer);
      String named = file.text(group + "/vars", "name");
      if (named != null && !named.equals(layer.name())) {
        throw new ModelFormatException("HDF5 " + group, "weights of " + named, layer.name());
      }
      List<KerasArray> arrays = new ArrayList<>();
      for (String part : parts(file, group, layer)) {
        for (int i = 0; file.has(group + part + "/vars/" + i); i++) {
          arrays.add(file.array(group + part + "/vars/" + i));
        }
      }
      return arrays;
    };
  }

  private static List<String> parts(Hdf5 file, String group, KerasLayer layer) {
    return switch (layer.type()) {
      case "SimpleRNN", "LSTM", "GRU" -> List.of("/cell");
      case "Bidirectional" -> List.of("/forward_layer/cell", "/backward_layer/cell");
      case "TimeDistributed" -> List.of("/layer");
      case "RNN" -> {
        if (!file.has(group + "/cell/cells")) {
          yield List.of("/cell");
        }
        Map<String, Integer> counts = new HashMap<>();
        List<String> cells = new ArrayList<>();
        for (KerasLayer cell : layer.cells()) {
          String kind = snake(cell.type());
          int before = counts.merge(kind, 1, Integer::sum) - 1;
          cells.add("/cell/cells/" + kind + (before == 0 ? "" : "_" + before));
        }
        yield cells;
      }
      default -> List.of("");
    };
  }

  /** Keras' own rule: {@code SimpleRNN} becomes {@code simple_rnn}. */
  private static String snake(String type) {
    return type.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
