package io.flinklstm.core;

/** One layer of the network and where its weights are found. */
public sealed interface LayerDescription {

  /** What precedes the names of this layer's tensors, for example {@code lstm.}; may be empty. */
  String prefix();

  /** Width of the rows this layer takes. */
  int input();

  /** Width of the rows this layer gives. */
  int output();

  /**
   * A stack of LSTM layers of one size, tensors named and laid out as PyTorch's {@code nn.LSTM}:
   * {@code weight_ih_l{k}} (4H, I), {@code weight_hh_l{k}} (4H, H), {@code bias_ih_l{k}} and {@code
   * bias_hh_l{k}} (4H) or neither, gate order i, f, g, o.
   */
  record Lstm(String prefix, int input, int hidden, int layers) implements LayerDescription {
    @Override
    public int output() {
      return hidden;
    }
  }

  /** {@code activation(W x + b)}: {@code weight} (output, input), {@code bias} (output) or none. */
  record Linear(String prefix, int input, int output, Activation activation)
      implements LayerDescription {}

  /** What follows a linear layer. */
  enum Activation {
    IDENTITY,
    RELU,
    TANH,
    SIGMOID,
    SOFTMAX
  }
}
