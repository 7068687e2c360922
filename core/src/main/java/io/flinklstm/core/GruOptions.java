package io.flinklstm.core;

import io.flinklstm.core.LayerDescription.Activation;

/**
 * What sets one GRU apart from another.
 *
 * @param reset where the reset gate acts; two different functions with equal tensor shapes
 * @param gateClip pre-activations are kept within plus or minus this; infinite for no clip
 * @param gate activation of r and z
 * @param candidate activation of n
 */
public record GruOptions(
    Reset reset, float gateClip, ActivationFunction gate, ActivationFunction candidate) {

  /** Where the reset gate acts. */
  public enum Reset {
    /** On the product: {@code n = tanh(W x + b_w + r (U h + b_u))}; PyTorch, Keras's default. */
    AFTER,
    /** On the state: {@code n = tanh(W x + b_w + b_u + U (r h))}; ONNX's default, TensorFlow 1. */
    BEFORE
  }

  public GruOptions {
    if (!(gateClip > 0)) {
      throw new IllegalArgumentException("GRU: found clip " + gateClip + ", expected above 0");
    }
  }

  /** Sigmoid gates, tanh candidate, no clip. */
  public static GruOptions plain(Reset reset) {
    return new GruOptions(
        reset,
        Float.POSITIVE_INFINITY,
        ActivationFunction.of(Activation.SIGMOID),
        ActivationFunction.of(Activation.TANH));
  }
}
