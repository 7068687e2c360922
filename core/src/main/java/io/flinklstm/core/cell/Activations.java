package io.flinklstm.core.cell;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.kernel.Functions;
import io.flinklstm.core.score.ComplementaryError;

/** Activations one value or one row at a time. One code for all kernels: for rare or narrow use. */
final class Activations {

  private static final float SELU_SCALE = 1.050701f;
  private static final float SELU_ALPHA = 1.6732632f;

  private Activations() {}

  /** Applies a function to {@code count} values in place. */
  static void apply(ActivationFunction function, float[] row, int from, int count) {
    switch (function.form()) {
      case IDENTITY -> {}
      case SOFTMAX -> softmax(row, from, count);
      case LOG_SOFTMAX -> logSoftmax(row, from, count);
      default -> {
        for (int j = from; j < from + count; j++) {
          row[j] = of(function, row[j]);
        }
      }
    }
  }

  /** One value; of a function that is not over the row. */
  static float of(ActivationFunction f, float x) {
    return switch (f.form()) {
      case IDENTITY -> x;
      case RELU -> Math.max(0, x);
      case TANH -> Functions.tanh(x);
      case SIGMOID -> Functions.sigmoid(x);
      case EXPONENTIAL -> Functions.exp(x);
      case SOFTPLUS -> Math.max(x, 0) + (float) StrictMath.log1p(Functions.exp(-Math.abs(x)));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case ELU -> x > 0 ? x : f.alpha() * Functions.expMinusOne(x);
      case SELU -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Functions.expMinusOne(x));
      case SILU -> x * Functions.sigmoid(x);
      case GELU -> (float) (0.5 * x * ComplementaryError.erfc(-x / Math.sqrt(2)));
      case LEAKY_RELU -> x < 0 ? f.alpha() * x : x;
      case HARD_SIGMOID -> Math.min(Math.max(Math.fma(f.alpha(), x, f.beta()), 0), 1);
      case AFFINE -> Math.fma(f.alpha(), x, f.beta());
      case SCALED_TANH -> f.alpha() * Functions.tanh(f.beta() * x);
      case THRESHOLDED_RELU -> x <= f.alpha() ? 0 : x;
      case SOFTMAX, LOG_SOFTMAX ->
          throw new IllegalArgumentException(f.form() + " needs a whole row, found one value");
    };
  }

  /** The largest magnitude a function gives for values up to {@code input}. */
  static double largest(ActivationFunction f, double input) {
    return switch (f.form()) {
      case TANH, SIGMOID, SOFTMAX, SOFTSIGN, HARD_SIGMOID -> 1;
      case RELU6 -> 6;
      case SCALED_TANH -> Math.abs(f.alpha());
      case IDENTITY, RELU, SILU, GELU, THRESHOLDED_RELU -> input;
      case SOFTPLUS -> input + 1;
      case ELU, LEAKY_RELU -> Math.max(1, Math.abs(f.alpha())) * input;
      case SELU -> 2 * (input + 1);
      case AFFINE -> Math.abs(f.alpha()) * input + Math.abs(f.beta());
      case EXPONENTIAL, LOG_SOFTMAX -> Double.POSITIVE_INFINITY;
    };
  }

  private static void softmax(float[] row, int from, int count) {
    float largest = largest(row, from, count);
    float sum = 0;
    for (int j = from; j < from + count; j++) {
      row[j] = Functions.exp(row[j] - largest);
      sum += row[j];
    }
    for (int j = from; j < from + count; j++) {
      row[j] /= sum;
    }
  }

  private static void logSoftmax(float[] row, int from, int count) {
    float largest = largest(row, from, count);
    float sum = 0;
    for (int j = from; j < from + count; j++) {
      sum += Functions.exp(row[j] - largest);
    }
    float log = (float) StrictMath.log(sum);
    for (int j = from; j < from + count; j++) {
      row[j] = row[j] - largest - log;
    }
  }

  private static float largest(float[] row, int from, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int j = from; j < from + count; j++) {
      largest = Math.max(largest, row[j]);
    }
    return largest;
  }
}
