package io.flinklstm.operators;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.Output;
import io.flinklstm.core.ScorerDescription;
import io.flinklstm.core.Task;
import io.flinklstm.core.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * A small forecasting network with a scorer and seeded random weights: two fields, the first scaled
 * per key, and on request the weekday.
 */
record SmallModel(long seed, int hidden, int layers, boolean calendar) implements NetworkSource {

  static final int FIELDS = 2;

  static final SmallModel PLAIN = new SmallModel(1, 3, 2, false);

  @Override
  public Network load() {
    List<Feature> features = new ArrayList<>();
    features.add(new Feature("a", new Feature.Source.Field(), new Feature.Scaling.Running(10)));
    features.add(new Feature("b", new Feature.Source.Field(), new Feature.Scaling.Standard(1, 2)));
    if (calendar) {
      features.add(
          new Feature(
              "weekday",
              new Feature.Source.Calendar(Feature.Period.WEEK, Feature.Function.SIN),
              new Feature.Scaling.None()));
    }
    int width = features.size();
    ModelDescription description =
        new ModelDescription(
            "small",
            Task.ANOMALY,
            features,
            List.of(
                new LayerDescription.Lstm("lstm.", width, hidden, layers),
                new LayerDescription.Linear(
                    "head.", hidden, FIELDS, LayerDescription.Activation.IDENTITY)),
            List.of(
                new Output("next a", Optional.of("a"), Output.Form.CHANGE),
                new Output("next b", Optional.of("b"), Output.Form.VALUE)),
            Optional.of(new ScorerDescription(3, 50, 5, 0.25, OptionalDouble.empty())),
            Map.of());
    return Network.of(description, weights(width), seed);
  }

  private Map<String, Tensor> weights(int width) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new HashMap<>();
    for (int k = 0; k < layers; k++) {
      int inputs = k == 0 ? width : hidden;
      put(tensors, random, "lstm.weight_ih_l" + k, 4 * hidden, inputs);
      put(tensors, random, "lstm.weight_hh_l" + k, 4 * hidden, hidden);
      put(tensors, random, "lstm.bias_ih_l" + k, 4 * hidden);
    }
    put(tensors, random, "head.weight", FIELDS, hidden);
    put(tensors, random, "head.bias", FIELDS);
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
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    tensors.put(name, new Tensor(name, shape, values));
  }
}
