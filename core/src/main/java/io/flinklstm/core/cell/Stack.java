package io.flinklstm.core.cell;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.Slab;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The layers of a network, first to last, packed for one kind of kernels. Immutable. */
public final class Stack {

  private final Kernels kernels;
  private final Layer[] layers;
  private final int stateFloats;

  private Stack(Kernels kernels, List<Layer> layers) {
    this.kernels = kernels;
    this.layers = layers.toArray(Layer[]::new);
    this.stateFloats = layers.stream().mapToInt(Layer::stateFloats).sum();
  }

  /**
   * Builds a model's layers.
   *
   * @throws IllegalArgumentException where layers do not fit together, or a tensor does not fit
   */
  public static Stack of(
      Kernels kernels, ModelDescription description, Map<String, Tensor> tensors) {
    int outputs = description.outputs().size();
    StackBuilder builder = new StackBuilder(kernels, tensors, description.features().size());
    description.layers().forEach(builder::add);
    if (description.layers().isEmpty() || builder.width() != outputs) {
      throw new IllegalArgumentException(
          "found "
              + outputs
              + " output names, expected "
              + builder.width()
              + ", the last layer's width");
    }
    return new Stack(kernels, builder.layers());
  }

  /** Layers of the same state that leave it as it is; what they hold is given out. */
  public Stack still() {
    List<Layer> still = Arrays.stream(layers).<Layer>map(StillLayer::new).toList();
    return new Stack(kernels, still);
  }

  /** Floats of state per key. */
  public int stateFloats() {
    return stateFloats;
  }

  /** Writes a new key's state. */
  public void initialize(float[] state) {
    for (Layer layer : layers) {
      layer.initialize(state);
    }
  }

  /** The kernels these layers are packed for. */
  public Kernels kernels() {
    return kernels;
  }

  /** Makes what one thread needs to advance up to so many rows. */
  public Scratch newScratch(int maxRows) {
    int floats = 0;
    float[][][] own = new float[layers.length][][];
    for (int i = 0; i < layers.length; i++) {
      floats = Math.max(floats, layers[i].productFloats(maxRows));
      own[i] = layers[i].newRows(maxRows);
    }
    return new Scratch(Slab.allocate(floats + kernels.spareFloats()), own);
  }

  /** Advances all layers by one timestep; returns the rows with the last one's output. */
  public float[][] advance(float[][] x, float[][] state, Scratch scratch, int rows) {
    float[][] in = x;
    int offset = 0;
    for (int i = 0; i < layers.length; i++) {
      float[][] own = scratch.own[i];
      layers[i].advance(kernels, in, offset, state, scratch.z, own, rows);
      in = layers[i].output(state, own);
      offset = layers[i].outputOffset();
    }
    return in;
  }

  /** Where in the rows that {@link #advance} returns the output begins. */
  public int outputOffset() {
    return layers[layers.length - 1].outputOffset();
  }

  /** Whether no step can leave float32's range for inputs up to such a magnitude. */
  public boolean staysFinite(double input) {
    double largest = input;
    for (int i = 0; i < layers.length && largest < Double.POSITIVE_INFINITY; i++) {
      largest = layers[i].largest(largest);
    }
    return largest < Double.POSITIVE_INFINITY;
  }

  /** Memory for intermediate results, owned by one thread. */
  public static final class Scratch {

    private final float[] z; // the product of the layer at work
    private final float[][][] own; // (layer, row) rows the layers need for themselves

    private Scratch(float[] z, float[][][] own) {
      this.z = z;
      this.own = own;
    }

    /** For one layer and up to so many rows. */
    static Scratch of(Kernels kernels, Layer layer, int maxRows) {
      int floats = layer.productFloats(maxRows) + kernels.spareFloats();
      return new Scratch(Slab.allocate(floats), new float[][][] {layer.newRows(maxRows)});
    }

    /** Advances that layer; returns the rows that hold its output. */
    float[][] advance(Kernels kernels, Layer layer, float[][] x, float[][] state, int rows) {
      layer.advance(kernels, x, 0, state, z, own[0], rows);
      return layer.output(state, own[0]);
    }
  }
}
