package io.flinklstm.core;

import java.util.ArrayList;
import java.util.List;

/** Names and shapes of recurrent layers' tensors, and what their descriptions are checked for. */
final class RecurrentTensors {

  private static final String REVERSE = "_reverse";

  private RecurrentTensors() {}

  static List<TensorShape> of(LayerDescription.Lstm lstm) {
    List<TensorShape> tensors = new ArrayList<>();
    for (int k = 0; k < lstm.layers(); k++) {
      lstmLayer(lstm, k, k == 0 ? lstm.input() : lstm.output(), "", tensors);
    }
    return tensors;
  }

  static List<TensorShape> stack(String prefix, int gates, int input, int hidden, int layers) {
    List<TensorShape> tensors = new ArrayList<>();
    for (int k = 0; k < layers; k++) {
      layer(prefix, k, gates, k == 0 ? input : hidden, hidden, hidden, "", tensors);
    }
    return tensors;
  }

  static List<TensorShape> bothDirections(LayerDescription.Bidirectional both) {
    List<TensorShape> tensors = new ArrayList<>();
    LayerDescription layer = both.layer();
    for (int k = 0; k < layers(layer); k++) {
      int input = k == 0 ? layer.input() : both.output();
      for (String direction : new String[] {"", REVERSE}) {
        if (layer instanceof LayerDescription.Lstm lstm) {
          lstmLayer(lstm, k, input, direction, tensors);
        } else {
          int gates = layer instanceof LayerDescription.Gru ? 3 : 1;
          int hidden = layer.output();
          layer(layer.prefix(), k, gates, input, hidden, hidden, direction, tensors);
        }
      }
    }
    return tensors;
  }

  /** How many layers a recurrent description stacks. */
  static int layers(LayerDescription layer) {
    if (layer instanceof LayerDescription.Lstm lstm) {
      return lstm.layers();
    }
    if (layer instanceof LayerDescription.Gru gru) {
      return gru.layers();
    }
    return ((LayerDescription.Rnn) layer).layers();
  }

  private static void lstmLayer(
      LayerDescription.Lstm lstm, int k, int input, String suffix, List<TensorShape> tensors) {
    int h = lstm.hidden();
    String at = "_l" + k + suffix;
    layer(lstm.prefix(), k, 4, input, h, lstm.output(), suffix, tensors);
    tensors.add(TensorShape.optional(lstm.prefix() + "initial_c" + at, h));
    if (lstm.options().projection() > 0) {
      tensors.add(TensorShape.required(lstm.prefix() + "weight_hr" + at, lstm.output(), h));
    }
    if (lstm.options().peepholes()) {
      for (String gate : new String[] {"i", "f", "o"}) {
        tensors.add(TensorShape.required(lstm.prefix() + "peephole_" + gate + at, h));
      }
    }
  }

  private static void layer(
      String prefix,
      int k,
      int gates,
      int input,
      int hidden,
      int recurrent,
      String suffix,
      List<TensorShape> tensors) {
    String at = "_l" + k + suffix;
    tensors.add(TensorShape.required(prefix + "weight_ih" + at, gates * hidden, input));
    tensors.add(TensorShape.required(prefix + "weight_hh" + at, gates * hidden, recurrent));
    tensors.add(TensorShape.optional(prefix + "bias_ih" + at, gates * hidden));
    tensors.add(TensorShape.optional(prefix + "bias_hh" + at, gates * hidden));
    tensors.add(TensorShape.optional(prefix + "initial_h" + at, recurrent));
  }

  static void checkSizes(String kind, int input, int hidden, int layers) {
    if (input < 1 || hidden < 1 || layers < 1) {
      throw new IllegalArgumentException(
          kind
              + ": found input "
              + input
              + ", hidden "
              + hidden
              + ", layers "
              + layers
              + "; expected each at least 1");
    }
  }

  static void checkColumn(String kind, int input, int column, int ids) {
    if (column < 0 || column >= input || ids < 1 || ids > 1 << 24) {
      throw new IllegalArgumentException(
          kind
              + ": found column "
              + column
              + " of "
              + input
              + " and "
              + ids
              + " ids; expected a column that exists and 1 to 2^24 ids");
    }
  }

  static void checkRecurrent(String kind, LayerDescription layer) {
    if (!(layer instanceof LayerDescription.Lstm
        || layer instanceof LayerDescription.Gru
        || layer instanceof LayerDescription.Rnn)) {
      throw new IllegalArgumentException(
          kind
              + ": found a layer of "
              + layer.getClass().getSimpleName()
              + ", expected a recurrent one: Lstm, Gru or Rnn");
    }
  }
}
