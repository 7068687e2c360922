package io.flinklstm.core;

import io.flinklstm.core.LayerDescription.Activation;
import java.util.ArrayList;
import java.util.List;

/** Every kind of recurrent layer, in a few sizes, for tests that must hold for all. */
final class Cells {

  private static final float NONE = Float.POSITIVE_INFINITY;
  private static final ActivationFunction SIGMOID = ActivationFunction.of(Activation.SIGMOID);
  private static final ActivationFunction TANH = ActivationFunction.of(Activation.TANH);
  private static final ActivationFunction SOFTSIGN = ActivationFunction.of(Activation.SOFTSIGN);
  private static final ActivationFunction HARD =
      new ActivationFunction(Activation.HARD_SIGMOID, 0.2f, 0.5f);

  private Cells() {}

  static List<LayerDescription> all(int input, int hidden) {
    List<LayerDescription> all = new ArrayList<>();
    for (int layers = 1; layers <= 2; layers++) {
      all.add(new LayerDescription.Lstm("a.", input, hidden, layers));
      for (GruOptions.Reset reset : GruOptions.Reset.values()) {
        all.add(new LayerDescription.Gru("a.", input, hidden, layers, GruOptions.plain(reset)));
      }
      all.add(new LayerDescription.Rnn("a.", input, hidden, layers, Activation.TANH));
    }
    all.addAll(rare(input, hidden));
    return all;
  }

  static List<LayerDescription> rare(int input, int hidden) {
    List<LayerDescription> rare = new ArrayList<>();
    for (LstmOptions options :
        List.of(
            LstmOptions.projected(Math.max(1, hidden / 2)),
            new LstmOptions(0, true, false, NONE, NONE, NONE, SIGMOID, TANH, TANH),
            new LstmOptions(0, true, true, 0.3f, NONE, 0.7f, SIGMOID, TANH, TANH),
            new LstmOptions(
                Math.max(1, hidden / 3), true, false, 0.5f, 0.05f, NONE, SIGMOID, TANH, TANH),
            new LstmOptions(0, false, false, NONE, NONE, NONE, HARD, SOFTSIGN, SOFTSIGN))) {
      if (options.projection() < hidden) {
        rare.add(new LayerDescription.Lstm("a.", input, hidden, 2, options));
      }
    }
    for (GruOptions.Reset reset : GruOptions.Reset.values()) {
      rare.add(
          new LayerDescription.Gru(
              "a.", input, hidden, 2, new GruOptions(reset, 0.8f, HARD, SOFTSIGN)));
    }
    rare.add(new LayerDescription.Rnn("a.", input, hidden, 1, Activation.RELU));
    rare.add(
        new LayerDescription.Rnn(
            "a.", input, hidden, 2, ActivationFunction.of(Activation.TANH), 0.9f));
    return rare;
  }
}
