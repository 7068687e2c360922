package io.flinklstm.benchmarks;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.TensorShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Weights of models whose results nobody reads; the same at each run. */
public final class RandomTensors {

  private RandomTensors() {}

  /**
   * All tensors that the layers need.
   *
   * @param spread values are drawn from minus half of it to half of it
   */
  public static Map<String, Tensor> of(List<LayerDescription> layers, float spread) {
    Random random = new Random(1);
    Map<String, Tensor> tensors = new HashMap<>();
    for (LayerDescription layer : layers) {
      for (TensorShape shape : layer.tensors()) {
        int[] dimensions = shape.shape().stream().mapToInt(Integer::intValue).toArray();
        float[] values = new float[Arrays.stream(dimensions).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
          values[i] = spread * (random.nextFloat() - 0.5f);
        }
        tensors.put(shape.name(), new Tensor(shape.name(), dimensions, values));
      }
    }
    return tensors;
  }
}
