package io.flinklstm.core;

import java.util.List;

/**
 * One layer of the network and where its weights are found. Tensors have PyTorch's names, shapes
 * and gate order; row = output unit.
 *
 * <p>Every recurrent layer k of a stack may have an initial state, {@code initial_h_l{k}} and, for
 * an LSTM, {@code initial_c_l{k}}; without it, new keys begin with zeros.
 */
public sealed interface LayerDescription {

  /** What precedes the names of this layer's tensors, for example {@code lstm.}; may be empty. */
  default String prefix() {
    return "";
  }

  /** Width of the rows this layer takes. */
  int input();

  /** Width of the rows this layer gives. */
  default int output() {
    return input();
  }

  /** The tensors this layer reads. */
  default List<TensorShape> tensors() {
    return List.of();
  }

  /** What this layer keeps per key, for example {@code lstm 2x32;}; empty for nothing. */
  default String state() {
    return "";
  }

  /** Whether this layer needs a whole sequence: it cannot run one event at a time. */
  default boolean needsWindow() {
    return false;
  }

  /**
   * A stack of LSTM layers of one size: for each layer k {@code weight_ih_l{k}} (4H, I), {@code
   * weight_hh_l{k}} (4H, R), {@code bias_ih_l{k}} and {@code bias_hh_l{k}} (4H) or neither; gates
   * i, f, g, o. R is H, or the projection's width, then with {@code weight_hr_l{k}} (R, H).
   * Peepholes: {@code peephole_i_l{k}}, {@code peephole_f_l{k}}, {@code peephole_o_l{k}} (H).
   */
  record Lstm(String prefix, int input, int hidden, int layers, LstmOptions options)
      implements LayerDescription {

    public Lstm {
      RecurrentTensors.checkSizes("LSTM", input, hidden, layers);
      if (options.projection() >= hidden) {
        throw new IllegalArgumentException(
            "LSTM "
                + prefix
                + ": found projection "
                + options.projection()
                + ", expected less than "
                + hidden);
      }
    }

    /** The usual LSTM. */
    public Lstm(String prefix, int input, int hidden, int layers) {
      this(prefix, input, hidden, layers, LstmOptions.PLAIN);
    }

    @Override
    public int output() {
      return options.projection() > 0 ? options.projection() : hidden;
    }

    @Override
    public List<TensorShape> tensors() {
      return RecurrentTensors.of(this);
    }

    @Override
    public String state() {
      String projected = options.projection() > 0 ? "p" + options.projection() : "";
      return "lstm " + layers + "x" + hidden + projected + ";";
    }
  }

  /**
   * A stack of GRU layers of one size: {@code weight_ih_l{k}} (3H, I), {@code weight_hh_l{k}} (3H,
   * H), {@code bias_ih_l{k}} and {@code bias_hh_l{k}} (3H), each or neither; gates r, z, n.
   */
  record Gru(String prefix, int input, int hidden, int layers, GruOptions options)
      implements LayerDescription {

    public Gru {
      RecurrentTensors.checkSizes("GRU", input, hidden, layers);
    }

    @Override
    public int output() {
      return hidden;
    }

    @Override
    public List<TensorShape> tensors() {
      return RecurrentTensors.stack(prefix, 3, input, hidden, layers);
    }

    @Override
    public String state() {
      return "gru " + layers + "x" + hidden + ";";
    }
  }

  /**
   * A stack of plain recurrent layers of one size: {@code h' = activation(W x + U h + b)}; {@code
   * weight_ih_l{k}} (H, I), {@code weight_hh_l{k}} (H, H), {@code bias_ih_l{k}}, {@code
   * bias_hh_l{k}} (H).
   *
   * @param clip pre-activations are kept within plus or minus this; infinite for no clip
   */
  record Rnn(
      String prefix, int input, int hidden, int layers, ActivationFunction activation, float clip)
      implements LayerDescription {

    public Rnn {
      RecurrentTensors.checkSizes("RNN", input, hidden, layers);
      if (!(clip > 0)) {
        throw new IllegalArgumentException(
            "RNN " + prefix + ": found clip " + clip + ", expected above 0");
      }
    }

    /** Without a clip. */
    public Rnn(String prefix, int input, int hidden, int layers, Activation activation) {
      this(
          prefix,
          input,
          hidden,
          layers,
          ActivationFunction.of(activation),
          Float.POSITIVE_INFINITY);
    }

    @Override
    public int output() {
      return hidden;
    }

    @Override
    public List<TensorShape> tensors() {
      return RecurrentTensors.stack(prefix, 1, input, hidden, layers);
    }

    @Override
    public String state() {
      return "rnn " + layers + "x" + hidden + ";";
    }
  }

  /** {@code activation(W x + b)}: {@code weight} (output, input), {@code bias} (output) or none. */
  record Linear(String prefix, int input, int output, Activation activation)
      implements LayerDescription {

    @Override
    public List<TensorShape> tensors() {
      return List.of(
          TensorShape.required(prefix + "weight", output, input),
          TensorShape.optional(prefix + "bias", output));
    }
  }

  /** An activation on its own, for parameters that {@link Linear} has no room for. No tensors. */
  record Activate(int input, ActivationFunction function) implements LayerDescription {}

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * weight + bias} over each row; {@code weight} and
   * {@code bias} (input), each or neither.
   *
   * @param epsilon PyTorch's default is 1e-5, Keras's 1e-3
   */
  record LayerNorm(String prefix, int input, float epsilon) implements LayerDescription {

    @Override
    public List<TensorShape> tensors() {
      return List.of(
          TensorShape.optional(prefix + "weight", input),
          TensorShape.optional(prefix + "bias", input));
    }
  }

  /**
   * The evaluation form, {@code (x - running_mean) / sqrt(running_var + epsilon) * weight + bias};
   * {@code weight} and {@code bias}, each or neither; all (input).
   */
  record BatchNorm(String prefix, int input, float epsilon) implements LayerDescription {

    @Override
    public List<TensorShape> tensors() {
      return List.of(
          TensorShape.required(prefix + "running_mean", input),
          TensorShape.required(prefix + "running_var", input),
          TensorShape.optional(prefix + "weight", input),
          TensorShape.optional(prefix + "bias", input));
    }
  }

  /**
   * Replaces one column, an id from 0, by its row of {@code weight} (vocabulary, dimension), in
   * place: the columns after it move back. An id that is no whole number, or outside the
   * vocabulary, makes the step fail like an input that is not finite.
   */
  record Embedding(String prefix, int input, int column, int vocabulary, int dimension)
      implements LayerDescription {

    public Embedding {
      RecurrentTensors.checkColumn("embedding", input, column, vocabulary);
    }

    @Override
    public int output() {
      return input - 1 + dimension;
    }

    @Override
    public List<TensorShape> tensors() {
      return List.of(TensorShape.required(prefix + "weight", vocabulary, dimension));
    }
  }

  /**
   * Replaces one column, an id from 0, by {@code size} columns: 1 at the id, else 0.
   *
   * @param ignoreUnknown an id outside gives zeros; otherwise it fails as in {@link Embedding}
   */
  record OneHot(int input, int column, int size, boolean ignoreUnknown)
      implements LayerDescription {

    public OneHot {
      RecurrentTensors.checkColumn("one-hot", input, column, size);
    }

    @Override
    public int output() {
      return input - 1 + size;
    }
  }

  /**
   * A stack of recurrent layers, each run in both directions; window only. The backward tensors
   * have {@code _reverse} appended to their names, as PyTorch's; from the second layer on the input
   * is as wide as the merged output.
   *
   * @param layer the forward direction: {@link Lstm}, {@link Gru} or {@link Rnn}
   * @param merge how the two directions' outputs become one
   * @param finalOnly gives one step: the forward direction's last output merged with the backward
   *     direction's last, which stands at the sequence's beginning
   */
  record Bidirectional(LayerDescription layer, Merge merge, boolean finalOnly)
      implements LayerDescription {

    public Bidirectional {
      RecurrentTensors.checkRecurrent("bidirectional", layer);
    }

    @Override
    public String prefix() {
      return layer.prefix();
    }

    @Override
    public int input() {
      return layer.input();
    }

    @Override
    public int output() {
      return merge == Merge.CONCAT ? 2 * layer.output() : layer.output();
    }

    @Override
    public List<TensorShape> tensors() {
      return RecurrentTensors.bothDirections(this);
    }

    @Override
    public boolean needsWindow() {
      return true;
    }
  }

  /**
   * A recurrent layer that reads the sequence from its end; window only.
   *
   * @param inputOrder whether the outputs stand where their inputs stood (ONNX's {@code reverse});
   *     otherwise they come in the order in which they were made (Keras's {@code go_backwards})
   */
  record Reverse(LayerDescription layer, boolean inputOrder) implements LayerDescription {

    public Reverse {
      RecurrentTensors.checkRecurrent("reverse", layer);
    }

    @Override
    public String prefix() {
      return layer.prefix();
    }

    @Override
    public int input() {
      return layer.input();
    }

    @Override
    public int output() {
      return layer.output();
    }

    @Override
    public List<TensorShape> tensors() {
      return layer.tensors();
    }

    @Override
    public boolean needsWindow() {
      return true;
    }
  }

  /** Of a sequence the last step only; window only. */
  record LastStep(int input) implements LayerDescription {

    @Override
    public boolean needsWindow() {
      return true;
    }
  }

  /** The one step there is, so many times: Keras's RepeatVector; window only. */
  record Repeat(int input, int times) implements LayerDescription {

    @Override
    public boolean needsWindow() {
      return true;
    }
  }

  /** How two directions become one. */
  enum Merge {
    /** Forward's columns, then backward's. */
    CONCAT,
    SUM,
    /** Half the sum. */
    AVERAGE,
    PRODUCT
  }

  /** What follows a linear layer, or stands within a cell. */
  enum Activation {
    IDENTITY,
    RELU,
    TANH,
    SIGMOID,
    /** Over the whole row, its largest subtracted first; not within a cell. */
    SOFTMAX,
    /** Over the whole row; not within a cell. */
    LOG_SOFTMAX,
    EXPONENTIAL,
    /** {@code ln(1 + e^x)}. */
    SOFTPLUS,
    /** {@code x / (1 + |x|)}. */
    SOFTSIGN,
    /** {@code min(max(x, 0), 6)}. */
    RELU6,
    /** {@code alpha (e^x - 1)} below zero; alpha 1. */
    ELU,
    SELU,
    /** {@code x sigmoid(x)}, also called swish. */
    SILU,
    /** The exact form, with erf. */
    GELU,
    /** {@code alpha x} below zero; alpha 0.01 in PyTorch and ONNX, 0.2 in Keras 3. */
    LEAKY_RELU,
    /**
     * {@code clip(alpha x + beta, 0, 1)}: alpha 1/6 in PyTorch and Keras 3, 0.2 in Keras 2 and
     * ONNX; beta 0.5.
     */
    HARD_SIGMOID,
    /** {@code alpha x + beta}. */
    AFFINE,
    /** {@code alpha tanh(beta x)}. */
    SCALED_TANH,
    /** x above alpha, else 0. */
    THRESHOLDED_RELU;

    /** Whether a value's result depends on its whole row. */
    public boolean overRow() {
      return this == SOFTMAX || this == LOG_SOFTMAX;
    }
  }
}
