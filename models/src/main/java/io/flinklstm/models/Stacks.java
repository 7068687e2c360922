package io.flinklstm.models;

import io.flinklstm.core.LayerDescription;

/** Recurrent layers of one size on top of each other, as one description. */
final class Stacks {

  private Stacks() {}

  /** The stack with one layer more that takes rows of this width, or null where none fits. */
  static LayerDescription extended(LayerDescription layer, int input) {
    return input == layer.output() && layers(layer) > 0 ? of(layer, layers(layer) + 1) : null;
  }

  /** The same with one layer alone. */
  static LayerDescription one(LayerDescription layer) {
    return of(layer, 1);
  }

  /** How many layers a stack has; 0 for what is no stack. */
  static int layers(LayerDescription layer) {
    if (layer instanceof LayerDescription.Lstm lstm) {
      return lstm.layers();
    } else if (layer instanceof LayerDescription.Gru gru) {
      return gru.layers();
    }
    return layer instanceof LayerDescription.Rnn rnn ? rnn.layers() : 0;
  }

  /** Floats of c in each layer; 0 for all but an LSTM. */
  static int cellWidth(LayerDescription layer) {
    return layer instanceof LayerDescription.Lstm lstm ? lstm.hidden() : 0;
  }

  private static LayerDescription of(LayerDescription layer, int layers) {
    if (layer instanceof LayerDescription.Lstm s) {
      return new LayerDescription.Lstm(s.prefix(), s.input(), s.hidden(), layers, s.options());
    } else if (layer instanceof LayerDescription.Gru s) {
      return new LayerDescription.Gru(s.prefix(), s.input(), s.hidden(), layers, s.options());
    }
    LayerDescription.Rnn s = (LayerDescription.Rnn) layer;
    return new LayerDescription.Rnn(
        s.prefix(), s.input(), s.hidden(), layers, s.activation(), s.clip());
  }
}
