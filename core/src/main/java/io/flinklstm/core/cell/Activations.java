package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.kernel.Functions;

/** Activations over a whole row, in place. One code for all kernels: heads are narrow. */
final class Activations {

  private Activations() {}

  static void apply(Activation activation, float[] row) {
    switch (activation) {
      case IDENTITY -> {}
      case SOFTMAX -> softmax(row);
      case RELU, TANH, SIGMOID -> each(activation, row);
    }
  }

  private static void each(Activation activation, float[] row) {
    for (int j = 0; j < row.length; j++) {
      row[j] = of(activation, row[j]);
    }
  }

  private static float of(Activation activation, float x) {
    return switch (activation) {
      case RELU -> Math.max(0, x);
      case TANH -> Functions.tanh(x);
      case SIGMOID -> Functions.sigmoid(x);
      case IDENTITY, SOFTMAX -> x;
    };
  }

  private static void softmax(float[] row) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float x : row) {
      largest = Math.max(largest, x);
    }
    float sum = 0;
    for (int j = 0; j < row.length; j++) {
      row[j] = Functions.exp(row[j] - largest);
      sum += row[j];
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= sum;
    }
  }
}
