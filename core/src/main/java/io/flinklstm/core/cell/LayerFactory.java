package io.flinklstm.core.cell;

import io.flinklstm.core.GruOptions;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LstmOptions;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import java.util.Map;

/** Builds single layers from their descriptions and tensors. */
record LayerFactory(Kernels kernels, Map<String, Tensor> tensors) {

  /** Refuses a layer that does not fit behind rows of such a width. */
  static void checkInput(LayerDescription layer, int width) {
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
  }

  /** How many layers a description stacks. */
  static int depth(LayerDescription layer) {
    if (layer instanceof LayerDescription.Lstm lstm) {
      return lstm.layers();
    }
    if (layer instanceof LayerDescription.Gru gru) {
      return gru.layers();
    }
    return layer instanceof LayerDescription.Rnn rnn ? rnn.layers() : 1;
  }

  /**
   * Builds layer k of a description.
   *
   * @param direction appended to the tensors' names
   * @param width of the rows it takes
   * @param state where its part of a key's state begins
   */
  Layer build(LayerDescription layer, int k, String direction, int width, int state) {
    if (layer instanceof LayerDescription.Lstm lstm) {
      RecurrentWeights named = named(layer, k, direction, width, lstm.hidden(), state);
      return lstm.options().equals(LstmOptions.PLAIN)
          ? new LstmCell(kernels, named)
          : new LstmVariantCell(kernels, named, lstm.options());
    }
    if (layer instanceof LayerDescription.Gru gru) {
      return gru(named(layer, k, direction, width, gru.hidden(), state), gru.options());
    }
    if (layer instanceof LayerDescription.Rnn rnn) {
      RecurrentWeights named = named(layer, k, direction, width, rnn.hidden(), state);
      return new RnnCell(kernels, named, rnn.activation(), rnn.clip());
    }
    return rowwise(layer);
  }

  private RecurrentWeights named(
      LayerDescription layer, int k, String direction, int width, int hidden, int state) {
    String suffix = "_l" + k + direction;
    return RecurrentWeights.of(tensors, layer.prefix(), suffix, width, hidden, state);
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
