package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LayerDescription.Bidirectional;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The layers of a network over whole sequences: each makes a sequence of the one before. The
 * recurrent layers are the stepwise ones, so the numbers of a causal network are the same bits.
 *
 * <p>Sequences run side by side, longest first: at each step those that still have one are the
 * first rows of the product, and a row's bits do not depend on the others.
 */
public final class SequenceStack {

  private interface SequenceLayer {
    /**
     * From (sequence, step, value) to the same; a longer sequence never comes after a shorter. A
     * recurrent layer adds its (sequence, value) states after the last step, per direction.
     */
    float[][][] run(float[][][] sequences, List<float[][]> ends);
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

  /**
   * Runs many sequences of any lengths side by side; each gives the bits it gives alone.
   *
   * @param sequences (sequence, step, feature)
   * @param states receives each sequence's final states: layer after layer, forward before backward
   */
  public float[][][] run(float[][][] sequences, float[][] states) {
    Integer[] order = new Integer[sequences.length]; // by place in the wave: the sequence's index
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingInt(i -> -sequences[i].length));
    float[][][] wave = new float[order.length][][];
    Arrays.setAll(wave, i -> sequences[order[i]]);
    List<float[][]> ends = new ArrayList<>();
    for (SequenceLayer layer : layers) {
      wave = layer.run(wave, ends);
    }
    float[][][] outputs = new float[order.length][][];
    for (int i = 0; i < order.length; i++) {
      outputs[order[i]] = wave[i];
      states[order[i]] = joined(ends, i);
    }
    return outputs;
  }

  private static float[] joined(List<float[][]> ends, int row) {
    float[] all = new float[ends.stream().mapToInt(end -> end[row].length).sum()];
    int at = 0;
    for (float[][] end : ends) {
      System.arraycopy(end[row], 0, all, at, end[row].length);
      at += end[row].length;
    }
    return all;
  }

  /** Applies to each sequence alone. */
  private static SequenceLayer each(UnaryOperator<float[][]> one) {
    return (x, ends) -> {
      float[][][] y = new float[x.length][][];
      Arrays.setAll(y, i -> one.apply(x[i]));
      return y;
    };
  }

  private void add(LayerDescription layer) {
    LayerFactory.checkInput(layer, width);
    if (layer instanceof LayerDescription.LastStep) {
      layers.add(each(x -> new float[][] {x[x.length - 1]}));
      oneStep = true;
    } else if (layer instanceof LayerDescription.Repeat repeat) {
      repeat(repeat);
    } else if (layer instanceof LayerDescription.Reverse reverse) {
      SequenceLayer inner = causal(reverse.layer());
      SequenceLayer reversed = each(SequenceStack::reversed);
      layers.add(
          reverse.inputOrder()
              ? (x, ends) -> reversed.run(inner.run(reversed.run(x, ends), ends), ends)
              : (x, ends) -> inner.run(reversed.run(x, ends), ends));
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
    layers.add(each(x -> Collections.nCopies(repeat.times(), x[0]).toArray(float[][]::new)));
    oneStep = false;
  }

  private SequenceLayer causal(LayerDescription layer) {
    List<SequenceLayer> stack = new ArrayList<>();
    int in = layer.input();
    for (int k = 0; k < LayerFactory.depth(layer); k++) {
      stack.add(steps(factory.build(layer, k, "", in, 0), layer.output()));
      in = layer.output();
    }
    return (x, ends) -> {
      float[][][] rows = x;
      for (SequenceLayer one : stack) {
        rows = one.run(rows, ends);
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
      SequenceLayer reversed = each(SequenceStack::reversed);
      layers.add(
          (x, ends) -> {
            float[][][] f = forward.run(x, ends);
            float[][][] b = reversed.run(backward.run(reversed.run(x, ends), ends), ends);
            Arrays.setAll(f, i -> merged(both, f[i], b[i], finalOnly));
            return f;
          });
      in = both.output();
    }
    oneStep |= both.finalOnly();
  }

  /** One layer, step after step, from its initial state. */
  private SequenceLayer steps(Layer layer, int outputs) {
    return (sequences, ends) -> {
      Stack.Scratch scratch = Stack.Scratch.of(factory.kernels(), layer, sequences.length);
      float[][] state = new float[sequences.length][layer.stateFloats()];
      float[][][] all = new float[sequences.length][][];
      for (int r = 0; r < sequences.length; r++) {
        layer.initialize(state[r]);
        all[r] = new float[sequences[r].length][];
      }
      float[][] x = new float[sequences.length][];
      int at = layer.outputOffset();
      for (int t = 0; t < sequences[0].length; t++) {
        int rows = 0; // the sequences that have a step t
        while (rows < x.length && t < sequences[rows].length) {
          x[rows] = sequences[rows++][t];
        }
        float[][] y = scratch.advance(factory.kernels(), layer, x, state, rows);
        for (int r = 0; r < rows; r++) {
          all[r][t] = Arrays.copyOfRange(y[r], at, at + outputs);
        }
      }
      if (layer.stateFloats() > 0) {
        ends.add(state);
      }
      return all;
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
