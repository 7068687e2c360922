package io.flinklstm.models.draft;

import java.util.Locale;

/**
 * An activation function, with its parameters where it has any (0 where not).
 *
 * @param kind which one
 * @param alpha slope, or the first parameter
 * @param beta the second parameter
 */
public record Curve(Kind kind, float alpha, float beta) {

  public static final Curve IDENTITY = of(Kind.IDENTITY);
  public static final Curve TANH = of(Kind.TANH);
  public static final Curve SIGMOID = of(Kind.SIGMOID);

  /** The functions; parameters in parentheses. */
  public enum Kind {
    IDENTITY,
    TANH,
    SIGMOID,
    RELU,
    RELU6,
    SOFTPLUS,
    EXPONENTIAL,
    /** (alpha). */
    ELU,
    SELU,
    SOFTSIGN,
    SILU,
    /** The exact form, by the error function. */
    GELU,
    /** {@code clip(alpha x + beta, 0, 1)}. */
    HARD_SIGMOID,
    /** (alpha) is the slope below zero. */
    LEAKY_RELU,
    /** {@code alpha x + beta}. */
    AFFINE,
    /** {@code alpha tanh(beta x)}. */
    SCALED_TANH,
    /** x above (alpha), else 0. */
    THRESHOLDED_RELU,
    SOFTMAX,
    LOG_SOFTMAX
  }

  /** A function without parameters. */
  public static Curve of(Kind kind) {
    return new Curve(kind, 0, 0);
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return alpha == 0 && beta == 0 ? name : name + "(" + alpha + ", " + beta + ")";
  }
}
