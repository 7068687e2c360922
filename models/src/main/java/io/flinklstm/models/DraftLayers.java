package io.flinklstm.models;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.GruOptions;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.LstmOptions;
import io.flinklstm.core.Tensor;
import io.flinklstm.models.draft.Cell;
import io.flinklstm.models.draft.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a draft's steps into the network's layers and named tensors. Recurrent layers of one size
 * that follow each other become one stack.
 */
final class DraftLayers {

  private static final String REVERSE = "_reverse";

  private final boolean window;
  private final List<LayerDescription> layers = new ArrayList<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Integer> named = new HashMap<>();
  private final List<String> stateNames = new ArrayList<>(); // "prefix|_l0" per recurrent layer
  private int width;

  private DraftLayers(int input, boolean window) {
    this.width = input;
    this.window = window;
  }

  /** A step that only picks the last row is left out of a network that gives a row per event. */
  static DraftLayers of(int input, List<Step> steps, boolean window) {
    DraftLayers built = new DraftLayers(input, window);
    for (Step step : steps) {
      built.add(step);
      built.width = step.output(built.width);
    }
    return built;
  }

  List<LayerDescription> layers() {
    return layers;
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Gives a recurrent layer, counted over all, its initial {@code h} or {@code c}. */
  void initial(int layer, String which, float[] state) {
    String[] names = stateNames.get(layer).split("\\|", 2);
    put(names[0] + "initial_" + which + names[1], state, state.length);
  }

  private void add(Step step) {
    if (step instanceof Step.Recurrent recurrent) {
      recurrent(recurrent);
    } else if (step instanceof Step.Bidirectional both) {
      String prefix = prefix(both.forward().kind());
      cell(both.forward(), prefix, 0, "");
      cell(both.backward(), prefix, 0, REVERSE);
      LayerDescription layer = description(both.forward(), prefix);
      layers.add(new LayerDescription.Bidirectional(layer, merge(both.merge()), false));
    } else if (step instanceof Step.FinalStates) {
      LayerDescription.Bidirectional both =
          (LayerDescription.Bidirectional) layers.remove(layers.size() - 1);
      layers.add(new LayerDescription.Bidirectional(both.layer(), both.merge(), true));
    } else if (step instanceof Step.LastStep) {
      if (window) {
        layers.add(new LayerDescription.LastStep(width));
      }
    } else if (step instanceof Step.Repeat repeat) {
      layers.add(new LayerDescription.Repeat(width, repeat.times()));
    } else {
      row(step);
    }
  }

  private void row(Step step) {
    if (step instanceof Step.Dense dense) {
      dense(dense);
    } else if (step instanceof Step.Embedding embedding) {
      String prefix = name("embedding");
      put(prefix + "weight", embedding.w(), embedding.rows(), embedding.width());
      layers.add(new LayerDescription.Embedding(prefix, 1, 0, embedding.rows(), embedding.width()));
    } else if (step instanceof Step.Activation activation) {
      layers.add(new LayerDescription.Activate(width, activation.curve()));
    } else if (step instanceof Step.LayerNorm norm) {
      String prefix = name("norm");
      put(prefix + "weight", norm.gamma(), width);
      put(prefix + "bias", norm.beta(), width);
      layers.add(new LayerDescription.LayerNorm(prefix, width, norm.epsilon()));
    } else if (step instanceof Step.Affine affine) {
      affine(affine);
    }
  }

  /** Of mean 0, variance 1 and epsilon 0, a normalisation is exactly its scale and shift. */
  private void affine(Step.Affine affine) {
    String prefix = name("scale");
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    put(prefix + "running_mean", new float[width], width);
    put(prefix + "running_var", ones, width);
    put(prefix + "weight", affine.scale(), width);
    put(prefix + "bias", affine.shift(), width);
    layers.add(new LayerDescription.BatchNorm(prefix, width, 0));
  }

  private void dense(Step.Dense dense) {
    String prefix = name("fc");
    put(prefix + "weight", dense.w(), dense.outputs(), width);
    if (dense.b().length > 0) {
      put(prefix + "bias", dense.b(), dense.outputs());
    }
    ActivationFunction function = dense.activation();
    boolean plain = function.equals(ActivationFunction.of(function.form()));
    Activation form = plain ? function.form() : Activation.IDENTITY;
    layers.add(new LayerDescription.Linear(prefix, width, dense.outputs(), form));
    if (!plain) {
      layers.add(new LayerDescription.Activate(dense.outputs(), function));
    }
  }

  private void recurrent(Step.Recurrent recurrent) {
    Cell cell = recurrent.cell();
    if (recurrent.reverse()) {
      String prefix = prefix(cell.kind());
      cell(cell, prefix, 0, "");
      layers.add(new LayerDescription.Reverse(description(cell, prefix), true));
      return;
    }
    LayerDescription last = layers.isEmpty() ? null : layers.get(layers.size() - 1);
    LayerDescription more = last == null ? null : Stacks.extended(last, cell.input());
    if (more != null && Stacks.one(last).equals(description(cell, last.prefix(), last.input()))) {
      layers.set(layers.size() - 1, more);
      cell(cell, last.prefix(), Stacks.layers(last), "");
    } else {
      String prefix = prefix(cell.kind());
      cell(cell, prefix, 0, "");
      layers.add(description(cell, prefix));
    }
  }

  private String prefix(Cell.Kind kind) {
    return name(
        switch (kind) {
          case LSTM -> "lstm";
          case RNN -> "rnn";
          case GRU_AFTER, GRU_BEFORE -> "gru";
        });
  }

  /** {@code fc.}, then {@code fc2.} and so on. */
  private String name(String kind) {
    int count = named.merge(kind, 1, Integer::sum);
    return kind + (count == 1 ? "" : count) + ".";
  }

  private static LayerDescription description(Cell cell, String prefix) {
    return description(cell, prefix, cell.input());
  }

  private static LayerDescription description(Cell cell, String prefix, int input) {
    Cell.Extras e = cell.extras();
    return switch (cell.kind()) {
      case RNN ->
          new LayerDescription.Rnn(prefix, input, cell.hidden(), 1, e.candidate(), e.gateClip());
      case GRU_AFTER, GRU_BEFORE -> {
        GruOptions.Reset reset =
            cell.kind() == Cell.Kind.GRU_AFTER ? GruOptions.Reset.AFTER : GruOptions.Reset.BEFORE;
        GruOptions options = new GruOptions(reset, e.gateClip(), e.gate(), e.candidate());
        yield new LayerDescription.Gru(prefix, input, cell.hidden(), 1, options);
      }
      case LSTM -> {
        LstmOptions options =
            new LstmOptions(
                e.projection().length == 0 ? 0 : cell.output(),
                e.peepholes().length > 0,
                e.coupled(),
                e.cellClip(),
                e.outputClip(),
                e.gateClip(),
                e.gate(),
                e.candidate(),
                e.output());
        yield new LayerDescription.Lstm(prefix, input, cell.hidden(), 1, options);
      }
    };
  }

  private static LayerDescription.Merge merge(Step.Merge merge) {
    return switch (merge) {
      case CONCAT -> LayerDescription.Merge.CONCAT;
      case SUM -> LayerDescription.Merge.SUM;
      case AVERAGE -> LayerDescription.Merge.AVERAGE;
      case MULTIPLY -> LayerDescription.Merge.PRODUCT;
    };
  }

  private void cell(Cell cell, String prefix, int k, String direction) {
    String at = "_l" + k + direction;
    stateNames.add(prefix + "|" + at);
    int rows = cell.kind().blocks() * cell.hidden();
    put(prefix + "weight_ih" + at, cell.w(), rows, cell.input());
    put(prefix + "weight_hh" + at, cell.u(), rows, cell.output());
    if (cell.bw().length > 0) {
      put(prefix + "bias_ih" + at, cell.bw(), rows);
    }
    if (cell.bu().length > 0) {
      put(prefix + "bias_hh" + at, cell.bu(), rows);
    }
    if (cell.extras().projection().length > 0) {
      put(prefix + "weight_hr" + at, cell.extras().projection(), cell.output(), cell.hidden());
    }
    float[] peepholes = cell.extras().peepholes();
    for (int i = 0; i < 3 && peepholes.length > 0; i++) {
      float[] one = new float[cell.hidden()];
      System.arraycopy(peepholes, i * one.length, one, 0, one.length);
      put(prefix + "peephole_" + "ifo".charAt(i) + at, one, one.length);
    }
  }

  private void put(String name, float[] values, int... shape) {
    tensors.put(name, new Tensor(name, shape, values));
  }
}
