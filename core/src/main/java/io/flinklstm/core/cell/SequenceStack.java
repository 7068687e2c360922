package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LayerDescription.Bidirectional;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network over a whole sequence: each makes a sequence of the one before. The
 * recurrent layers are the stepwise ones, so the numbers of a causal network are the same bits.
 */
public final class SequenceStack {

  private interface SequenceLayer {
    /** From (step, value) to (step, value); the rows it returns are its own. */
    float[][] run(float[][] sequence);
  }

  private final List<SequenceLayer> layers = new ArrayList<>();
  private final LayerFactory factory;
  private int width;
  private boolean oneStep;

  /**
   * Builds a model's layers.
   *
   * @throws IllegalArgumentException where layers do not fit together, or a tensor does not fit
   */
  public SequenceStack(Kernels kernels, ModelDescription description, Map<String, Tensor> tensors) {
    factory = new LayerFactory(kernels, tensors);
    width = description.features().size();
    description.layers().forEach(this::add);
    if (layers.isEmpty() || width != description.outputs().size()) {
      throw new IllegalArgumentException(
          "found "
              + description.outputs().size()
              + " output names, expected "
              + width
              + ", the last layer's width");
    }
  }

  /** Runs a sequence, (step, feature), through all layers. */
  public float[][] run(float[][] sequence) {
    float[][] rows = sequence;
    for (SequenceLayer layer : layers) {
      rows = layer.run(rows);
    }
    return rows;
  }

  private void add(LayerDescription layer) {
    LayerFactory.checkInput(layer, width);
    if (layer instanceof LayerDescription.LastStep) {
      layers.add(x -> new float[][] {x[x.length - 1]});
      oneStep = true;
    } else if (layer instanceof LayerDescription.Repeat repeat) {
      repeat(repeat);
    } else if (layer instanceof LayerDescription.Reverse reverse) {
      SequenceLayer inner = causal(reverse.layer());
      layers.add(
          reverse.inputOrder()
              ? x -> reversed(inner.run(reversed(x)))
              : x -> inner.run(reversed(x)));
    } else if (layer instanceof Bidirectional both) {
      bidirectional(both);
    } else {
      layers.add(causal(layer));
    }
    width = layer.output();
  }

  private void repeat(LayerDescription.Repeat repeat) {
    if (!oneStep) {
      throw new IllegalArgumentException(
          "repeat: found a sequence before it, expected one step; put a LastStep before it");
    }
    layers.add(x -> Collections.nCopies(repeat.times(), x[0]).toArray(float[][]::new));
    oneStep = false;
  }

  private SequenceLayer causal(LayerDescription layer) {
    List<SequenceLayer> stack = new ArrayList<>();
    int in = layer.input();
    for (int k = 0; k < LayerFactory.depth(layer); k++) {
      stack.add(steps(factory.build(layer, k, "", in, 0), layer.output()));
      in = layer.output();
    }
    return x -> {
      float[][] rows = x;
      for (SequenceLayer one : stack) {
        rows = one.run(rows);
      }
      return rows;
    };
  }

  private void bidirectional(Bidirectional both) {
    int depth = LayerFactory.depth(both.layer());
    int in = both.input();
    int out = both.layer().output();
    for (int k = 0; k < depth; k++) {
      SequenceLayer forward = steps(factory.build(both.layer(), k, "", in, 0), out);
      SequenceLayer backward = steps(factory.build(both.layer(), k, "_reverse", in, 0), out);
      boolean finalOnly = both.finalOnly() && k == depth - 1;
      layers.add(x -> merged(both, forward.run(x), reversed(backward.run(reversed(x))), finalOnly));
      in = both.output();
    }
    oneStep |= both.finalOnly();
  }

  /** One layer, step after step, from its initial state. */
  private SequenceLayer steps(Layer layer, int outputs) {
    return sequence -> {
      Stack.Scratch scratch = Stack.Scratch.of(factory.kernels(), layer);
      float[][] state = {new float[layer.stateFloats()]};
      layer.initialize(state[0]);
      float[][] rows = new float[sequence.length][];
      for (int t = 0; t < sequence.length; t++) {
        float[][] x = {sequence[t]};
        float[][] y = scratch.advance(factory.kernels(), layer, x, state);
        rows[t] = Arrays.copyOfRange(y[0], layer.outputOffset(), layer.outputOffset() + outputs);
      }
      return rows;
    };
  }

  private static float[][] merged(
      Bidirectional both, float[][] forward, float[][] backward, boolean finalOnly) {
    int last = forward.length - 1;
    if (finalOnly) { // the backward direction ends where the sequence begins
      return new float[][] {merged(both, forward[last], backward[0])};
    }
    float[][] rows = new float[forward.length][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = merged(both, forward[t], backward[t]);
    }
    return rows;
  }

  private static float[] merged(Bidirectional both, float[] forward, float[] backward) {
    float[] row = Arrays.copyOf(forward, both.output());
    for (int j = 0; j < backward.length; j++) {
      switch (both.merge()) {
        case CONCAT -> row[forward.length + j] = backward[j];
        case SUM -> row[j] = forward[j] + backward[j];
        case AVERAGE -> row[j] = 0.5f * (forward[j] + backward[j]);
        case PRODUCT -> row[j] = forward[j] * backward[j];
      }
    }
    return row;
  }

  private static float[][] reversed(float[][] rows) {
    float[][] reversed = new float[rows.length][];
    for (int t = 0; t < rows.length; t++) {
      reversed[t] = rows[rows.length - 1 - t];
    }
    return reversed;
  }
}
