package io.flinklstm.core;

import io.flinklstm.core.LayerDescription.Activation;

/**
 * An activation with its parameters.
 *
 * @param form which function
 * @param alpha its first parameter; see {@link Activation}; ignored where there is none
 * @param beta its second parameter
 */
public record ActivationFunction(Activation form, float alpha, float beta) {

  public ActivationFunction {
    if (!Float.isFinite(alpha) || !Float.isFinite(beta)) {
      throw new IllegalArgumentException(
          "activation " + form + ": found " + alpha + " and " + beta + ", expected finite numbers");
    }
  }

  /** The function with the parameters that PyTorch gives it unless told otherwise. */
  public static ActivationFunction of(Activation form) {
    return switch (form) {
      case HARD_SIGMOID -> new ActivationFunction(form, 1 / 6f, 0.5f);
      case LEAKY_RELU -> new ActivationFunction(form, 0.01f, 0);
      case ELU, SCALED_TANH, AFFINE, THRESHOLDED_RELU -> new ActivationFunction(form, 1, 1);
      default -> new ActivationFunction(form, 0, 0);
    };
  }
}
