package io.flinklstm.core.cell;

import io.flinklstm.core.GruOptions;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LstmOptions;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds layers from their descriptions, one after the other, and deals out the state. */
final class StackBuilder {

  private final Kernels kernels;
  private final Map<String, Tensor> tensors;
  private final List<Layer> layers = new ArrayList<>();
  private int width;
  private int state;

  StackBuilder(Kernels kernels, Map<String, Tensor> tensors, int inputs) {
    this.kernels = kernels;
    this.tensors = tensors;
    this.width = inputs;
  }

  List<Layer> layers() {
    return layers;
  }

  int width() {
    return width;
  }

  void add(LayerDescription layer) {
    if (layer.input() != width) {
      throw new IllegalArgumentException(
          "layer "
              + layer.prefix()
              + ": found input "
              + layer.input()
              + ", expected "
              + width
              + ", the width of what comes before it");
    }
    if (layer.needsWindow()) {
      throw new IllegalArgumentException(
          "layer "
              + layer.prefix()
              + " ("
              + layer.getClass().getSimpleName()
              + ") needs the whole sequence and cannot run one event at a time;"
              + " run the model over closed windows with WindowNetwork");
    }
    for (int k = 0; k < depth(layer); k++) {
      Layer built = build(layer, k, "");
      layers.add(built);
      state += built.stateFloats();
      width = layer.output();
    }
  }

  private static int depth(LayerDescription layer) {
    if (layer instanceof LayerDescription.Lstm lstm) {
      return lstm.layers();
    }
    if (layer instanceof LayerDescription.Gru gru) {
      return gru.layers();
    }
    return layer instanceof LayerDescription.Rnn rnn ? rnn.layers() : 1;
  }

  private Layer build(LayerDescription layer, int k, String direction) {
    if (layer instanceof LayerDescription.Lstm lstm) {
      RecurrentWeights named = named(lstm.prefix(), k, direction, lstm.hidden());
      return lstm.options().equals(LstmOptions.PLAIN)
          ? new LstmCell(kernels, named)
          : new LstmVariantCell(kernels, named, lstm.options());
    }
    if (layer instanceof LayerDescription.Gru gru) {
      return gru(named(gru.prefix(), k, direction, gru.hidden()), gru.options());
    }
    if (layer instanceof LayerDescription.Rnn rnn) {
      RecurrentWeights named = named(rnn.prefix(), k, direction, rnn.hidden());
      return new RnnCell(kernels, named, rnn.activation(), rnn.clip());
    }
    return rowwise(layer);
  }

  private RecurrentWeights named(String prefix, int k, String direction, int hidden) {
    return RecurrentWeights.of(tensors, prefix, "_l" + k + direction, width, hidden, state);
  }

  private Layer gru(RecurrentWeights named, GruOptions options) {
    if (options.equals(GruOptions.plain(GruOptions.Reset.AFTER))) {
      return new GruAfterCell(kernels, named);
    }
    if (options.equals(GruOptions.plain(GruOptions.Reset.BEFORE))) {
      return new GruBeforeCell(kernels, named);
    }
    return new GruVariantCell(kernels, named, options);
  }

  private Layer rowwise(LayerDescription layer) {
    Weights named = new Weights(tensors, layer.prefix());
    if (layer instanceof LayerDescription.Linear linear) {
      return new Linear(kernels, named, linear);
    }
    if (layer instanceof LayerDescription.Activate activate) {
      return new Activate(activate);
    }
    if (layer instanceof LayerDescription.LayerNorm norm) {
      return new LayerNorm(named, norm);
    }
    if (layer instanceof LayerDescription.BatchNorm norm) {
      return new BatchNorm(named, norm);
    }
    if (layer instanceof LayerDescription.Embedding embedding) {
      return new Embedding(named, embedding);
    }
    return new OneHot((LayerDescription.OneHot) layer);
  }
}
