package io.flinklstm.operators;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.TensorShape;
import io.flinklstm.core.WindowNetwork;
import io.flinklstm.core.WindowSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Two networks that need the whole window. */
enum SmallWindowModel implements WindowSource {
  BIDIRECTIONAL(
      new LayerDescription.Bidirectional(
          new LayerDescription.Lstm("both.", 2, 5, 1), LayerDescription.Merge.SUM, false),
      new LayerDescription.Linear("out.", 5, 2, Activation.IDENTITY)),
  ENCODER_DECODER(
      new LayerDescription.Lstm("enc.", 2, 5, 1),
      new LayerDescription.LastStep(5),
      new LayerDescription.Repeat(5, 4),
      new LayerDescription.Lstm("dec.", 5, 3, 1),
      new LayerDescription.Linear("out.", 3, 2, Activation.IDENTITY));

  private final transient List<LayerDescription> layers;
  private final transient WindowNetwork reference;

  SmallWindowModel(LayerDescription... layers) {
    this.layers = List.of(layers);
    this.reference = load();
  }

  @Override
  public WindowNetwork load() {
    SplittableRandom random = new SplittableRandom(7);
    Map<String, Tensor> tensors = new HashMap<>();
    for (LayerDescription layer : layers) {
      for (TensorShape shape : layer.tensors()) {
        int length = 1;
        for (int dimension : shape.shape()) {
          length *= dimension;
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
          values[i] = (float) (random.nextDouble() - 0.5);
        }
        tensors.put(
            shape.name(),
            new Tensor(shape.name(), shape.shape().stream().mapToInt(i -> i).toArray(), values));
      }
    }
    return WindowNetwork.of(description(), tensors, fingerprint());
  }

  float[][] run(float[][] rows, long[] times) {
    return reference.run(rows, times);
  }

  long fingerprint() {
    return 11 + ordinal();
  }

  private ModelDescription description() {
    return new ModelDescription(
        "window",
        Task.SCORE,
        List.of(feature("a"), feature("b")),
        layers,
        List.of(
            new Output("x", Optional.empty(), Output.Form.VALUE),
            new Output("y", Optional.empty(), Output.Form.VALUE)),
        Optional.empty(),
        Map.of());
  }

  private static Feature feature(String name) {
    return new Feature(name, new Feature.Source.Field(), new Feature.Scaling.None());
  }
}
