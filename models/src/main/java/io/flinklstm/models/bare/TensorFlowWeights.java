package io.flinklstm.models.bare;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.draft.Cell;
import io.flinklstm.models.draft.Draft;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The cells of TensorFlow 1: one kernel (inputs and hidden, outputs), columns in the order i, g, f,
 * o, and a forget bias that no file holds.
 */
public final class TensorFlowWeights {

  private static final int[] LSTM_BLOCKS = {0, 2, 1, 3}; // from i, g, f, o
  private static final String KERNEL = "/kernel";

  private final NamedArrays arrays;
  private final BareOptions options;

  private TensorFlowWeights(NamedArrays arrays, BareOptions options) {
    this.arrays = arrays;
    this.options = options;
  }

  /** Whether names are TensorFlow's. */
  public static boolean looksLike(Map<String, RawTensor> tensors) {
    return tensors.keySet().stream().anyMatch(name -> name.replace(":0", "").endsWith(KERNEL));
  }

  /** Understands the arrays as a model: cells in the order of their names, then dense layers. */
  public static Draft read(String source, Map<String, RawTensor> tensors, BareOptions options) {
    Map<String, RawTensor> plain = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> plain.put(name.replaceAll(":0$", ""), tensor));
    NamedArrays arrays = new NamedArrays(plain);
    TensorFlowWeights weights = new TensorFlowWeights(arrays, options);
    List<Step> steps = new ArrayList<>();
    weights.cells().forEach(cell -> steps.add(new Step.Recurrent(weights.cell(cell), false)));
    if (steps.isEmpty()) {
      throw new ModelFormatException("weights", "no cell in " + arrays.names(), "a cell's kernel");
    }
    int input = ((Step.Recurrent) steps.get(0)).cell().input();
    weights.dense().forEach(name -> steps.add(weights.dense(name)));
    arrays.finish();
    return new Draft(source, input, steps, Map.of(), Optional.empty(), List.of());
  }

  private List<String> kernels() {
    return arrays.names().stream()
        .filter(name -> name.endsWith(KERNEL))
        .map(name -> name.substring(0, name.length() - KERNEL.length()))
        .filter(name -> !name.endsWith("/candidate") && !name.endsWith("/projection"))
        .toList();
  }

  private List<String> cells() {
    return kernels().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains("cell") || !isDense(name))
        .sorted((a, b) -> natural(a).compareTo(natural(b)))
        .toList();
  }

  private List<String> dense() {
    List<String> cells = cells();
    return kernels().stream().filter(name -> !cells.contains(name)).toList();
  }

  private static boolean isDense(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return last.startsWith("dense") || last.startsWith("fully_connected");
  }

  /** Numbers padded, so that {@code cell_10} comes after {@code cell_2}. */
  private static String natural(String name) {
    return Pattern.compile("[0-9]{1,9}")
        .matcher(name)
        .replaceAll(digits -> "%010d".formatted(Integer.parseInt(digits.group())));
  }

  private Cell cell(String name) {
    if (name.endsWith("/gates")) {
      return gru(name.substring(0, name.length() - "/gates".length()));
    }
    String lower = name.toLowerCase(Locale.ROOT);
    String inferred = lower.contains("lstm") ? "lstm" : lower.contains("rnn_cell") ? "rnn" : null;
    String kind = options.cell().orElse(inferred);
    if (kind == null) {
      throw BareOptions.ask("weights: " + name, "nothing that tells its kind", "cell", "lstm");
    }
    return switch (kind) {
      case "lstm" -> lstm(name);
      case "rnn" -> rnn(name);
      default ->
          throw new ModelFormatException(
              "description.cell", kind, "lstm or rnn for a kernel without gates/kernel");
    };
  }

  private int[] matrix(String name, int blocks) {
    int[] shape = arrays.shape(name);
    if (shape.length != 2 || shape[1] < blocks || shape[1] % blocks != 0) {
      throw new ModelFormatException(
          "tensor " + name, Arrays.toString(shape), "(I + H, " + blocks + " H)");
    }
    return shape;
  }

  private static int inputs(String name, int rows, int recurrent) {
    if (rows <= recurrent) {
      throw new ModelFormatException(
          "tensor " + name, rows + " rows", "more than the " + recurrent + " of the state");
    }
    return rows - recurrent;
  }

  private Cell lstm(String name) {
    int[] shape = matrix(name + KERNEL, 4);
    int hidden = shape[1] / 4;
    boolean projected = arrays.has(name + "/projection/kernel");
    int r = projected ? matrix(name + "/projection/kernel", 1)[1] : hidden;
    int inputs = inputs(name + KERNEL, shape[0], r);
    float[] kernel = arrays.take(name + KERNEL, shape);
    float[] bias = blocks(arrays.take(name + "/bias", 4 * hidden), 0, 1, LSTM_BLOCKS, hidden);
    float forget =
        (float)
            options
                .forgetBias()
                .orElseThrow(
                    () ->
                        BareOptions.ask(
                            "weights: " + name,
                            "no forget bias: TensorFlow adds it when it runs",
                            "forget-bias",
                            "1.0\" (its default; 0.0 where the weights came from cuDNN)\""));
    for (int j = hidden; j < 2 * hidden; j++) {
      bias[j] += forget;
    }
    return new Cell(
        Cell.Kind.LSTM,
        inputs,
        hidden,
        blocks(kernel, 0, inputs, LSTM_BLOCKS, hidden),
        blocks(kernel, inputs, r, LSTM_BLOCKS, hidden),
        bias,
        new float[0],
        lstmExtras(name, hidden, r, projected));
  }

  private Cell.Extras lstmExtras(String name, int hidden, int r, boolean projected) {
    Cell.Extras extras = Cell.Extras.standard();
    float[] peepholes = new float[arrays.has(name + "/w_i_diag") ? 3 * hidden : 0];
    for (int i = 0; peepholes.length > 0 && i < 3; i++) {
      float[] one = arrays.take(name + "/w_" + "ifo".charAt(i) + "_diag", hidden);
      System.arraycopy(one, 0, peepholes, i * hidden, hidden);
    }
    extras = extras.peeping(peepholes, clip(options.cellClip()));
    if (projected) {
      float[] p = arrays.take(name + "/projection/kernel", hidden, r);
      float[] rows = blocks(p, 0, hidden, new int[] {0}, r);
      extras = extras.projected(rows, clip(options.projectionClip()));
    }
    return extras;
  }

  private static float clip(OptionalDouble bound) {
    return (float) bound.orElse(Double.POSITIVE_INFINITY);
  }

  private Cell rnn(String name) {
    int[] shape = matrix(name + KERNEL, 1);
    int hidden = shape[1];
    int inputs = inputs(name + KERNEL, shape[0], hidden);
    float[] kernel = arrays.take(name + KERNEL, shape);
    int[] one = {0};
    return new Cell(
        Cell.Kind.RNN,
        inputs,
        hidden,
        blocks(kernel, 0, inputs, one, hidden),
        blocks(kernel, inputs, hidden, one, hidden),
        arrays.take(name + "/bias", hidden),
        new float[0],
        Cell.Extras.of(
            ActivationFunction.of(Activation.SIGMOID),
            ActivationFunction.of(Activation.TANH),
            ActivationFunction.of(Activation.TANH)));
  }

  /** Gates r and z in one kernel, the candidate in another, reset before the product. */
  private Cell gru(String name) {
    int[] shape = matrix(name + "/gates/kernel", 2);
    int hidden = shape[1] / 2;
    int inputs = inputs(name + "/gates/kernel", shape[0], hidden);
    float[] gates = arrays.take(name + "/gates/kernel", shape);
    float[] candidate = arrays.take(name + "/candidate/kernel", shape[0], hidden);
    int[] both = {0, 1};
    int[] one = {0};
    return new Cell(
        Cell.Kind.GRU_BEFORE,
        inputs,
        hidden,
        joined(blocks(gates, 0, inputs, both, hidden), blocks(candidate, 0, inputs, one, hidden)),
        joined(
            blocks(gates, inputs, hidden, both, hidden),
            blocks(candidate, inputs, hidden, one, hidden)),
        joined(
            arrays.take(name + "/gates/bias", 2 * hidden),
            arrays.take(name + "/candidate/bias", hidden)),
        new float[0],
        Cell.Extras.standard());
  }

  private static float[] joined(float[] first, float[] second) {
    float[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /**
   * Some rows of a matrix whose columns are blocks, transposed, with the blocks in another order.
   */
  private static float[] blocks(float[] kernel, int from, int rows, int[] order, int hidden) {
    int columns = order.length * hidden;
    float[] out = new float[columns * rows];
    for (int i = 0; i < columns; i++) {
      int column = order[i / hidden] * hidden + i % hidden;
      for (int j = 0; j < rows; j++) {
        out[i * rows + j] = kernel[(from + j) * columns + column];
      }
    }
    return out;
  }

  private Step dense(String name) {
    int[] shape = matrix(name + KERNEL, 1);
    float[] w = blocks(arrays.take(name + KERNEL, shape), 0, shape[0], new int[] {0}, shape[1]);
    String activation =
        options.layers().stream()
            .filter(layer -> layer.prefix().equals(name + "/"))
            .flatMap(layer -> layer.activation().stream())
            .findFirst()
            .orElseThrow(
                () ->
                    BareOptions.ask(
                        "weights: " + name,
                        "a dense layer whose activation is not in the file",
                        "layers",
                        "[{prefix: " + name + "/, activation: identity}]"));
    float[] b = arrays.takeIfAny(name + "/bias", shape[1]);
    return new Step.Dense(shape[1], w, b, NamedActivations.of("layer " + name, activation));
  }
}
