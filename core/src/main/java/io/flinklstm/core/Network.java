package io.flinklstm.core;

import io.flinklstm.core.cell.Layer;
import io.flinklstm.core.cell.Linear;
import io.flinklstm.core.cell.LstmCell;
import io.flinklstm.core.feature.FeatureScaling;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.ScalarKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A trained network with what surrounds it: feature scaling before, forecast and score after.
 * Immutable and shared by threads; each thread brings its own {@link Workspace}.
 */
public final class Network {

  private final ModelDescription description;
  private final long fingerprint;
  private final FeatureScaling scaling;
  private final Layer[] layers;
  private final Forecast forecast;
  private final Kernels kernels;
  private final int recurrentFloats;

  private Network(
      ModelDescription description, long fingerprint, List<Layer> layers, Kernels kernels) {
    this.description = description;
    this.fingerprint = fingerprint;
    this.scaling = new FeatureScaling(description.features());
    this.layers = layers.toArray(Layer[]::new);
    this.forecast = new Forecast(description, scaling);
    this.kernels = kernels;
    this.recurrentFloats = layers.stream().mapToInt(Layer::stateFloats).sum();
  }

  /**
   * Builds a network.
   *
   * @param tensors the weights by name
   * @param fingerprint identifies the model file, see {@code docs/model-format.md}
   * @throws IllegalArgumentException where a tensor is missing or does not fit, naming it
   */
  public static Network of(
      ModelDescription description, Map<String, Tensor> tensors, long fingerprint) {
    List<Layer> layers = new ArrayList<>();
    int state = 0;
    int width = description.features().size();
    for (LayerDescription layer : description.layers()) {
      if (layer.input() != width) {
        throw new IllegalArgumentException(
            "layer "
                + layer.prefix()
                + ": found input "
                + layer.input()
                + ", expected "
                + width
                + ", the width of what comes before it");
      }
      if (layer instanceof LayerDescription.Lstm lstm) {
        for (int k = 0; k < lstm.layers(); k++) {
          Layer cell = LstmCell.of(tensors, lstm.prefix(), k, width, lstm.hidden(), state);
          layers.add(cell);
          state += cell.stateFloats();
          width = lstm.hidden();
        }
      } else if (layer instanceof LayerDescription.Linear linear) {
        layers.add(Linear.of(tensors, linear));
        width = linear.output();
      }
    }
    if (layers.isEmpty() || width != description.outputs().size()) {
      throw new IllegalArgumentException(
          "model "
              + description.name()
              + ": found "
              + description.outputs().size()
              + " output names, expected "
              + width
              + ", the width of the last layer");
    }
    return new Network(description, fingerprint, layers, new ScalarKernels());
  }

  public ModelDescription description() {
    return description;
  }

  /** Identifies the model file: the first eight bytes of its SHA-256, big-endian. */
  public long fingerprint() {
    return fingerprint;
  }

  /** Values an event must carry. */
  public int fields() {
    return description.fields();
  }

  /** Width of the network's input row. */
  public int features() {
    return description.features().size();
  }

  /** Width of an output row. */
  public int outputs() {
    return description.outputs().size();
  }

  /** Floats of hidden and cell state per key: for each layer h, then c. */
  public int recurrentFloats() {
    return recurrentFloats;
  }

  /** Numbers per key that scaling and scorer keep. */
  public int runningNumbers() {
    return forecast.runningNumbers();
  }

  /** Name of the kernels in use. */
  public String kernels() {
    return kernels.name();
  }

  /** Makes what one thread needs to advance up to {@code maxRows} keys at a time. */
  public Workspace newWorkspace(int maxRows) {
    Layer.Scratch[] scratch = new Layer.Scratch[layers.length];
    for (int i = 0; i < layers.length; i++) {
      scratch[i] = layers[i].newScratch(maxRows);
    }
    return new Workspace(this, maxRows, scratch);
  }

  /**
   * Advances the keys in rows {@code 0 .. rows-1} by one timestep each: judges what arrived against
   * what was forecast, scales it, runs the layers, and remembers the next forecast. A row's result
   * depends on its own event and state alone, to the bit. Cannot fail; a step that would not be
   * finite leaves its key unchanged.
   */
  public void advance(Workspace w, int rows) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(w.recurrent[r], 0, w.savedRecurrent[r], 0, recurrentFloats);
      System.arraycopy(w.running[r], 0, w.savedRunning[r], 0, w.savedRunning[r].length);
      forecast.judge(w, r);
      scaling.apply(w.values[r], w.eventTimes[r], w.running[r], w.inputs[r]);
    }
    float[][] x = w.inputs;
    int xOffset = 0;
    for (int i = 0; i < layers.length; i++) {
      layers[i].advance(kernels, x, xOffset, w.recurrent, w.scratch[i], rows);
      x = layers[i].output(w.recurrent, w.scratch[i]);
      xOffset = layers[i].outputOffset();
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x[r], xOffset, w.outputs[r], 0, w.outputs[r].length);
      forecast.remember(w, r);
      w.finite[r] = isFinite(w, r);
      if (!w.finite[r]) {
        System.arraycopy(w.savedRecurrent[r], 0, w.recurrent[r], 0, recurrentFloats);
        System.arraycopy(w.savedRunning[r], 0, w.running[r], 0, w.savedRunning[r].length);
      }
    }
  }

  private boolean isFinite(Workspace w, int row) {
    for (float v : w.recurrent[row]) {
      if (!Float.isFinite(v)) {
        return false;
      }
    }
    for (double v : w.running[row]) {
      if (!Double.isFinite(v)) {
        return false;
      }
    }
    for (float v : w.outputs[row]) {
      if (!Float.isFinite(v)) {
        return false;
      }
    }
    return true;
  }
}
