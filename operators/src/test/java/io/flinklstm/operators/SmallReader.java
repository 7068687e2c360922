package io.flinklstm.operators;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.core.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A small network without forecasts, with seeded random weights: three classes, or three numbers,
 * from two fields and, on request, the elapsed time.
 */
record SmallReader(long seed, Task task, boolean elapsed) implements NetworkSource {

  static final SmallReader CLASSIFIER = new SmallReader(11, Task.CLASSIFY, false);
  static final SmallReader NUMBERS = new SmallReader(12, Task.SCORE, false);
  static final SmallReader ELAPSED = new SmallReader(13, Task.SCORE, true);

  private static final int HIDDEN = 4;
  private static final int OUTPUTS = 3;

  @Override
  public Network load() {
    List<Feature> features = new ArrayList<>();
    features.add(new Feature("a", new Feature.Source.Field(), new Feature.Scaling.Standard(0, 5)));
    features.add(new Feature("b", new Feature.Source.Field(), new Feature.Scaling.None()));
    if (elapsed) {
      features.add(
          new Feature(
              "since", new Feature.Source.Elapsed(), new Feature.Scaling.Standard(0, 0.01)));
    }
    LayerDescription.Activation activation =
        task == Task.CLASSIFY
            ? LayerDescription.Activation.SOFTMAX
            : LayerDescription.Activation.IDENTITY;
    ModelDescription description =
        new ModelDescription(
            "reader",
            task,
            features,
            List.of(
                new LayerDescription.Lstm("lstm.", features.size(), HIDDEN, 1),
                new LayerDescription.Linear("head.", HIDDEN, OUTPUTS, activation)),
            Stream.of("low", "middle", "high")
                .map(name -> new Output(name, Optional.empty(), Output.Form.VALUE))
                .toList(),
            Optional.empty(),
            Map.of());
    return Network.of(description, weights(features.size()), seed);
  }

  private Map<String, Tensor> weights(int width) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new HashMap<>();
    put(tensors, random, "lstm.weight_ih_l0", 4 * HIDDEN, width);
    put(tensors, random, "lstm.weight_hh_l0", 4 * HIDDEN, HIDDEN);
    put(tensors, random, "lstm.bias_ih_l0", 4 * HIDDEN);
    put(tensors, random, "head.weight", OUTPUTS, HIDDEN);
    put(tensors, random, "head.bias", OUTPUTS);
    return tensors;
  }

  private static void put(
      Map<String, Tensor> tensors, SplittableRandom random, String name, int... shape) {
    int length = 1;
    for (int dimension : shape) {
      length *= dimension;
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (4 * (random.nextDouble() - 0.5));
    }
    tensors.put(name, new Tensor(name, shape, values));
  }
}
