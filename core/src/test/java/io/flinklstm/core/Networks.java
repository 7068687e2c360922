package io.flinklstm.core;

import io.flinklstm.core.kernel.Kernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Networks for tests: described by their layers alone, weights given or random. */
public final class Networks {

  private Networks() {}

  /** Takes raw fields as they are and gives the last layer's rows. */
  public static ModelDescription describe(LayerDescription... layers) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < layers[0].input(); i++) {
      features.add(new Feature("x" + i, new Feature.Source.Field(), new Feature.Scaling.None()));
    }
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < layers[layers.length - 1].output(); i++) {
      outputs.add(new Output("y" + i, Optional.empty(), Output.Form.VALUE));
    }
    return new ModelDescription(
        "test", Task.EMBED, features, List.of(layers), outputs, Optional.empty(), Map.of());
  }

  /** All tensors a layer can have, uniform within plus or minus {@code range}. */
  public static Map<String, Tensor> weights(LayerDescription layer, float range) {
    Map<String, Tensor> tensors = new HashMap<>();
    Random random = new Random(7);
    for (TensorShape tensor : layer.tensors()) {
      int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
      put(tensors, random, range, tensor.name(), shape);
    }
    return tensors;
  }

  /** Adds one random tensor. */
  public static void put(
      Map<String, Tensor> tensors, Random random, float range, String name, int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    tensors.put(name, new Tensor(name, shape, uniform(random, size, range)));
  }

  /** Values uniform within plus or minus {@code range}. */
  public static float[] uniform(Random random, int size, float range) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = range * (2 * random.nextFloat() - 1);
    }
    return values;
  }

  /**
   * Runs sequences side by side.
   *
   * @param x (step, row, feature)
   * @param state (row, floats), advanced in place
   * @return (step, row, output)
   */
  public static float[][][] run(Network network, float[][][] x, float[][] state) {
    return run(network, network.newWorkspace(state.length), x, state);
  }

  /** The same in a workspace that is already there. */
  public static float[][][] run(Network network, Workspace w, float[][][] x, float[][] state) {
    float[][][] outputs = new float[x.length][state.length][];
    for (int t = 0; t < x.length; t++) {
      for (int r = 0; r < state.length; r++) {
        w.set(r, 0, x[t][r], state[r], new double[network.runningNumbers()]);
      }
      network.advance(w, state.length);
      for (int r = 0; r < state.length; r++) {
        outputs[t][r] = w.outputs(r).clone();
      }
    }
    return outputs;
  }

  /** New keys' states. */
  public static float[][] initialStates(Network network, int rows) {
    float[][] states = new float[rows][];
    for (int r = 0; r < rows; r++) {
      states[r] = network.initialState();
    }
    return states;
  }

  /** A network of one description on the kernels given. */
  public static Network on(
      Kernels kernels, Map<String, Tensor> tensors, LayerDescription... layers) {
    return Network.of(describe(layers), tensors, 1, kernels);
  }
}
