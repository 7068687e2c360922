package io.flinklstm.models.keras;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Layers of a configuration with their arrays, as steps. */
final class KerasSteps {

  private final KerasWeights weights;
  private final KerasActivations activations;
  private final List<Step> steps = new ArrayList<>();

  KerasSteps(KerasWeights weights, KerasActivations activations) {
    this.weights = weights;
    this.activations = activations;
  }

  List<Step> of(List<KerasLayer> path) {
    for (KerasLayer layer : path) {
      if (!layer.type().equals("InputLayer")) {
        add(layer, weights.of(layer));
      }
    }
    return steps;
  }

  private void add(KerasLayer layer, List<KerasArray> arrays) {
    switch (layer.type()) {
      case "SimpleRNN", "LSTM", "GRU", "CuDNNLSTM", "CuDNNGRU" -> recurrent(layer, arrays);
      case "RNN" -> stacked(layer, arrays);
      case "Bidirectional" -> bidirectional(layer, arrays);
      case "TimeDistributed" -> add(layer.inner("layer"), arrays);
      case "Embedding" -> embedding(layer, arrays);
      case "RepeatVector" -> steps.add(new Step.Repeat(layer.config().whole("n", 1)));
      case "Dropout",
          "SpatialDropout1D",
          "GaussianNoise",
          "GaussianDropout",
          "AlphaDropout",
          "ActivityRegularization" -> {}
      default -> steps.add(perRow(layer, arrays));
    }
  }

  private Step perRow(KerasLayer layer, List<KerasArray> arrays) {
    JsonObject config = layer.config();
    return switch (layer.type()) {
      case "Dense" -> dense(layer, arrays);
      case "BatchNormalization" -> batchNorm(layer, arrays);
      case "LayerNormalization" -> layerNorm(layer, arrays);
      case "Normalization" -> normalization(layer, arrays);
      case "Activation" -> new Step.Activation(activations.of(layer, "activation"));
      case "Softmax" -> new Step.Activation(ActivationFunction.of(Activation.SOFTMAX));
      case "ELU" ->
          new Step.Activation(
              new ActivationFunction(Activation.ELU, (float) config.number("alpha"), 0));
      case "LeakyReLU" -> {
        String slope = config.has("negative_slope") ? "negative_slope" : "alpha";
        yield new Step.Activation(
            new ActivationFunction(Activation.LEAKY_RELU, (float) config.number(slope), 0));
      }
      case "ReLU" -> relu(layer);
      default ->
          throw layer.refused(
              "a layer this importer does not know",
              "recurrent layers, Embedding, Dense, normalisations, activations and dropout");
    };
  }

  private static Step relu(KerasLayer layer) {
    JsonObject config = layer.config();
    boolean plain = !config.has("max_value") && config.number("threshold") == 0;
    if (!plain) {
      throw layer.refused("max_value or threshold", "none");
    }
    float slope = config.has("negative_slope") ? (float) config.number("negative_slope") : 0;
    return new Step.Activation(
        slope == 0
            ? ActivationFunction.of(Activation.RELU)
            : new ActivationFunction(Activation.LEAKY_RELU, slope, 0));
  }

  private void recurrent(KerasLayer layer, List<KerasArray> arrays) {
    settings(layer);
    steps.add(new Step.Recurrent(new KerasCell(layer, activations, arrays).cell(), false));
    if (!layer.config().flag("return_sequences")) {
      steps.add(new Step.LastStep());
    }
  }

  private static void settings(KerasLayer layer) {
    JsonObject config = layer.config();
    if (config.flag("go_backwards", false)) {
      throw layer.refused("go_backwards", "a layer that reads forward");
    }
    if (config.flag("return_state", false) || config.flag("time_major", false)) {
      throw layer.refused("return_state or time_major", "one result, batch first");
    }
  }

  private void stacked(KerasLayer layer, List<KerasArray> arrays) {
    settings(layer);
    int from = 0;
    for (KerasLayer cell : layer.cells()) {
      int to = from + KerasCell.arrays(cell);
      if (to > arrays.size()) {
        throw layer.refused(arrays.size() + " arrays", "at least " + to);
      }
      KerasCell one = new KerasCell(cell, activations, arrays.subList(from, to));
      steps.add(new Step.Recurrent(one.cell(), false));
      from = to;
    }
    if (!layer.config().flag("return_sequences", false)) {
      steps.add(new Step.LastStep());
    }
  }

  private void bidirectional(KerasLayer layer, List<KerasArray> arrays) {
    KerasLayer forward = layer.inner("layer");
    KerasLayer backward =
        layer.config().has("backward_layer") ? layer.inner("backward_layer") : forward;
    int half = arrays.size() / 2;
    if (arrays.size() % 2 != 0) {
      throw layer.refused(arrays.size() + " arrays", "as many backward as forward");
    }
    Step.Merge merge =
        switch (layer.config().text("merge_mode", "none")) {
          case "concat" -> Step.Merge.CONCAT;
          case "sum" -> Step.Merge.SUM;
          case "ave" -> Step.Merge.AVERAGE;
          case "mul" -> Step.Merge.MULTIPLY;
          default -> throw layer.refused("two results", "merge_mode concat, sum, ave or mul");
        };
    steps.add(
        new Step.Bidirectional(
            new KerasCell(forward, activations, arrays.subList(0, half)).cell(),
            new KerasCell(backward, activations, arrays.subList(half, arrays.size())).cell(),
            merge));
    if (!forward.config().flag("return_sequences")) {
      steps.add(new Step.FinalStates());
    }
  }

  private void embedding(KerasLayer layer, List<KerasArray> arrays) {
    if (layer.config().flag("mask_zero", false)) {
      throw layer.refused("mask_zero", "no masking: leave such events out of the stream");
    }
    KerasArray table = array(layer, arrays, 0);
    steps.add(new Step.Embedding(table.rows(), table.columns(), table.values()));
  }

  private Step dense(KerasLayer layer, List<KerasArray> arrays) {
    KerasArray kernel = array(layer, arrays, 0);
    int units = layer.config().whole("units", 1);
    kernel.expect(kernel.rows(), units);
    float[] bias = new float[0];
    if (layer.config().flag("use_bias")) {
      bias = array(layer, arrays, 1).expect(units).values();
    }
    return new Step.Dense(units, kernel.transposed(), bias, activations.of(layer, "activation"));
  }

  private static KerasArray array(KerasLayer layer, List<KerasArray> arrays, int i) {
    if (i >= arrays.size()) {
      throw layer.refused(arrays.size() + " arrays", "at least " + (i + 1));
    }
    return arrays.get(i);
  }

  private static float[] filled(int width, float value) {
    float[] values = new float[width];
    Arrays.fill(values, value);
    return values;
  }

  private static Step batchNorm(KerasLayer layer, List<KerasArray> arrays) {
    boolean scale = layer.config().flag("scale");
    boolean center = layer.config().flag("center");
    int next = 0;
    int width = array(layer, arrays, 0).values().length;
    float[] gamma = scale ? arrays.get(next++).expect(width).values() : filled(width, 1);
    float[] beta = center ? array(layer, arrays, next++).expect(width).values() : filled(width, 0);
    float[] mean = array(layer, arrays, next).expect(width).values();
    float[] variance = array(layer, arrays, next + 1).expect(width).values();
    return Step.Affine.batchNorm(gamma, beta, mean, variance, layer.config().number("epsilon"));
  }

  private static Step layerNorm(KerasLayer layer, List<KerasArray> arrays) {
    boolean scale = layer.config().flag("scale");
    int width = array(layer, arrays, 0).values().length;
    float[] gamma = scale ? arrays.get(0).expect(width).values() : filled(width, 1);
    float[] beta =
        layer.config().flag("center")
            ? array(layer, arrays, scale ? 1 : 0).expect(width).values()
            : filled(width, 0);
    return new Step.LayerNorm(gamma, beta, (float) layer.config().number("epsilon"));
  }

  /** {@code (x - mean) / max(sqrt(variance), 1e-7)}, Keras' epsilon. */
  private static Step normalization(KerasLayer layer, List<KerasArray> arrays) {
    float[] mean = array(layer, arrays, 0).values();
    float[] variance = array(layer, arrays, 1).values();
    float[] scale = new float[mean.length];
    float[] shift = new float[mean.length];
    if (variance.length != mean.length || layer.config().flag("invert", false)) {
      throw layer.refused("means and variances that differ, or invert", "one of each per column");
    }
    for (int i = 0; i < scale.length; i++) {
      double factor = 1 / Math.max(Math.sqrt(variance[i]), 1e-7);
      scale[i] = (float) factor;
      shift[i] = (float) (-mean[i] * factor);
    }
    return new Step.Affine(scale, shift);
  }
}
