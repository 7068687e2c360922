package io.flinklstm.benchmarks.load;

import io.flinklstm.benchmarks.RandomTensors;
import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.models.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Loads a model file of 100 MB, taking turns with reading its bytes alone, and prints how many
 * times longer that takes. Run by {@code ./flink-lstm bench load}.
 */
public final class LoadBench {

  private static final int INPUTS = 8;
  private static final int HIDDEN = 2_500;
  private static final int ROUNDS = 11;
  private static final double MILLIS = 1e6;

  private LoadBench() {}

  public static void main(String[] args) throws IOException {
    Path file = Files.createTempFile("flink-lstm-load", ".safetensors");
    try {
      model().write(file);
      measure(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void measure(Path file) throws IOException {
    double[] bytes = new double[ROUNDS];
    double[] load = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      int length = Files.readAllBytes(file).length;
      long read = System.nanoTime();
      if (ModelBundle.read(file).tensors().isEmpty() || length == 0) {
        throw new IllegalStateException("found an empty model");
      }
      load[round] = (System.nanoTime() - read) / MILLIS;
      bytes[round] = (read - start) / MILLIS;
    }
    System.out.printf(
        Locale.ROOT,
        "%d MB: bytes alone %.0f ms, model %.0f ms, ratio %.1fx%n",
        Files.size(file) / 1_000_000,
        median(bytes),
        median(load),
        median(load) / median(bytes));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static ModelBundle model() {
    LayerDescription layer = new LayerDescription.Lstm("lstm.", INPUTS, HIDDEN, 1);
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      features.add(new Feature("x" + i, new Feature.Source.Field(), new Feature.Scaling.None()));
    }
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < HIDDEN; i++) {
      outputs.add(new Output("h" + i, Optional.empty(), Output.Form.VALUE));
    }
    return ModelBundle.of(
        new ModelDescription(
            "large", Task.EMBED, features, List.of(layer), outputs, Optional.empty(), Map.of()),
        RandomTensors.of(List.of(layer), 1));
  }
}
