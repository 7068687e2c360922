package io.flinklstm.benchmarks;

import io.flinklstm.core.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Weights under PyTorch's names and one input row per key.
 *
 * @param weights by name, without a prefix
 * @param x (key, input)
 */
public record Problem(Map<String, Tensor> weights, java.util.List<float[]> x) {

  /** Random, the same for every contender. */
  public static Problem of(Shape shape) {
    Random random = new Random(1);
    float range = (float) (1 / Math.sqrt(shape.hidden()));
    int rows = shape.gates() * shape.hidden();
    Map<String, Tensor> weights = new HashMap<>();
    for (int k = 0; k < shape.layers(); k++) {
      put(weights, random, range, "weight_ih_l" + k, rows, shape.width(k));
      put(weights, random, range, "weight_hh_l" + k, rows, shape.hidden());
      put(weights, random, range, "bias_ih_l" + k, rows);
      put(weights, random, range, "bias_hh_l" + k, rows);
    }
    java.util.List<float[]> x = new java.util.ArrayList<>();
    for (int r = 0; r < shape.keys(); r++) {
      x.add(uniform(random, shape.inputs(), 2));
    }
    return new Problem(weights, x);
  }

  private static void put(
      Map<String, Tensor> weights, Random random, float range, String name, int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    weights.put(name, new Tensor(name, shape, uniform(random, size, range)));
  }

  private static float[] uniform(Random random, int size, float range) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = range * (2 * random.nextFloat() - 1);
    }
    return values;
  }

  /** A tensor's values. */
  public float[] get(String name) {
    return weights.get(name).values();
  }
}
