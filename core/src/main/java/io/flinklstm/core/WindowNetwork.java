package io.flinklstm.core;

import io.flinklstm.core.feature.FeatureScaling;
import io.flinklstm.core.kernel.KernelChoice;
import io.flinklstm.core.kernel.Kernels;
import java.util.Map;

/**
 * A trained network over closed windows: a sequence that has ended, or the last events of a key.
 * Takes what {@link Network} takes and also what needs the future: bidirectional and reversed
 * layers, encoder and decoder. On the same weights and kernels, a causal network gives the same
 * bits as step by step. Keeps nothing between windows; immutable.
 */
public final class WindowNetwork {

  private final ModelDescription description;
  private final FeatureScaling scaling;
  private final WindowGuard guard;
  private final long fingerprint;
  private final int[] feature; // per output: index of the feature it stands for, or -1

  private WindowNetwork(ModelDescription description, WindowGuard guard, long fingerprint) {
    this.fingerprint = fingerprint;
    this.description = description;
    this.scaling = new FeatureScaling(description.features());
    this.guard = guard;
    this.feature =
        description.outputs().stream().mapToInt(o -> featureOf(description, o)).toArray();
  }

  /**
   * Builds a network on the fastest kernels that work in this JVM.
   *
   * @param tensors the weights by name
   * @throws IllegalArgumentException where a tensor is missing or does not fit, naming it
   */
  public static WindowNetwork of(ModelDescription description, Map<String, Tensor> tensors) {
    return of(description, tensors, KernelChoice.ofThisJvm().kernels());
  }

  /** Builds a network that knows its model's fingerprint, on the fastest kernels. */
  public static WindowNetwork of(
      ModelDescription description, Map<String, Tensor> tensors, long fingerprint) {
    return of(description, tensors, fingerprint, KernelChoice.ofThisJvm().kernels());
  }

  /** Builds a network on the given kernels; the numbers are the same on all. */
  public static WindowNetwork of(
      ModelDescription description, Map<String, Tensor> tensors, Kernels kernels) {
    return of(description, tensors, 0, kernels);
  }

  private static WindowNetwork of(
      ModelDescription description,
      Map<String, Tensor> tensors,
      long fingerprint,
      Kernels kernels) {
    int every = Integer.getInteger(Network.CHECK_EVERY_PROPERTY, Network.CHECK_EVERY);
    return of(description, tensors, fingerprint, kernels, every);
  }

  static WindowNetwork of(
      ModelDescription description,
      Map<String, Tensor> tensors,
      long fingerprint,
      Kernels kernels,
      int checkEvery) {
    try {
      WindowGuard guard = new WindowGuard(kernels, description, tensors, checkEvery);
      return new WindowNetwork(description, guard, fingerprint);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("model " + description.name() + ": " + e.getMessage(), e);
    }
  }

  private static int featureOf(ModelDescription description, Output output) {
    if (output.forecasts().isEmpty()) {
      return -1;
    }
    if (output.form() != Output.Form.VALUE) {
      throw new IllegalArgumentException(
          "output "
              + output.name()
              + ": found form "
              + output.form()
              + ", expected VALUE:"
              + " the steps of a window's outputs need not be those of its inputs");
    }
    for (int i = 0; i < description.features().size(); i++) {
      if (description.features().get(i).name().equals(output.forecasts().get())) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "output "
            + output.name()
            + " forecasts "
            + output.forecasts().get()
            + ", which is no feature");
  }

  public ModelDescription description() {
    return description;
  }

  /** Values per event. */
  public int fields() {
    return description.fields();
  }

  /** The model this network was built of; 0 where that was not said. */
  public long fingerprint() {
    return fingerprint;
  }

  /** Name of the kernels in use; changes to the scalar ones' after a mismatch. */
  public String kernels() {
    return guard.kernels();
  }

  /** How often the fast kernels gave other bits than the scalar ones: 0, or 1 and no more. */
  public long kernelMismatches() {
    return guard.mismatches();
  }

  /**
   * Runs one window.
   *
   * @param values (step, field) raw values, at least one step
   * @param eventTimes per step, epoch milliseconds
   * @return (step, output); one step where the model gives one for the whole window. Outputs that
   *     stand for a feature are in its raw units. Not finite where values are not.
   */
  public float[][] run(float[][] values, long[] eventTimes) {
    return run(new float[][][] {values}, new long[][] {eventTimes})[0];
  }

  /**
   * Runs windows of any lengths side by side; each gives the bits that {@link #run(float[][],
   * long[])} gives for it alone.
   *
   * @param values (window, step, field)
   * @param eventTimes (window, step)
   * @return (window, step, output)
   */
  public float[][][] run(float[][][] values, long[][] eventTimes) {
    return run(values, eventTimes, new float[values.length][]);
  }

  /**
   * As {@link #run(float[][][], long[][])}, and tells the states in which the layers ended.
   *
   * @param states (window, value), filled here: the recurrent layers in order, forward before
   *     backward, h before c
   */
  public float[][][] run(float[][][] values, long[][] eventTimes, float[][] states) {
    double[][] running = new double[values.length][scaling.runningNumbers()];
    float[][][] rows = new float[values.length][][];
    for (int w = 0; w < values.length; w++) {
      rows[w] = scaled(values[w], eventTimes[w], running[w]);
    }
    float[][][] outputs = guard.run(rows, states);
    for (int w = 0; w < outputs.length; w++) {
      for (int t = 0; t < outputs[w].length; t++) {
        outputs[w][t] = unscaled(outputs[w][t], running[w]);
      }
    }
    return outputs;
  }

  private float[][] scaled(float[][] values, long[] eventTimes, double[] running) {
    if (values.length == 0 || values.length != eventTimes.length) {
      throw new IllegalArgumentException(
          "window: found "
              + values.length
              + " rows and "
              + eventTimes.length
              + " times, expected as many of both, at least one");
    }
    float[][] rows = new float[values.length][];
    for (int t = 0; t < rows.length; t++) {
      float[] room = new float[description.features().size()];
      rows[t] = scaling.apply(values[t], eventTimes[t], running, room);
    }
    return rows;
  }

  private float[] unscaled(float[] row, double[] running) {
    float[] raw = row.clone();
    for (int j = 0; j < raw.length; j++) {
      if (feature[j] >= 0) {
        raw[j] = (float) scaling.unscaled(feature[j], row[j], running);
      }
    }
    return raw;
  }
}
