package io.flinklstm.core.cell;

import io.flinklstm.core.Tensor;
import java.util.Map;

/**
 * The tensors of one recurrent layer of a stack, in PyTorch's layout.
 *
 * @param named where they are found
 * @param suffix of their names, for example {@code _l0} or {@code _l1_reverse}
 * @param inputs width of x
 * @param hidden units H
 * @param stateOffset where in a key's state this layer's part begins
 */
record RecurrentWeights(Weights named, String suffix, int inputs, int hidden, int stateOffset) {

  static RecurrentWeights of(
      Map<String, Tensor> tensors,
      String prefix,
      String suffix,
      int inputs,
      int hidden,
      int stateOffset) {
    return new RecurrentWeights(new Weights(tensors, prefix), suffix, inputs, hidden, stateOffset);
  }

  float[] w(int gates) {
    return named.get("weight_ih" + suffix, gates * hidden, inputs);
  }

  float[] u(int gates, int recurrent) {
    return named.get("weight_hh" + suffix, gates * hidden, recurrent);
  }

  /** Both biases added, for gates in which they only appear as a sum. */
  float[] bias(int gates) {
    return named.sumOf("bias_ih" + suffix, "bias_hh" + suffix, gates * hidden);
  }

  float[] inputBias(int gates) {
    return named.getOrZeros("bias_ih" + suffix, gates * hidden);
  }

  float[] hiddenBias(int gates) {
    return named.getOrZeros("bias_hh" + suffix, gates * hidden);
  }

  float[] get(String name, int... shape) {
    return named.get(name + suffix, shape);
  }

  /** A new key's h. */
  float[] initialH(int recurrent) {
    return named.getOrZeros("initial_h" + suffix, recurrent);
  }

  /** A new key's c. */
  float[] initialC() {
    return named.getOrZeros("initial_c" + suffix, hidden);
  }

  static double largest(float[] values) {
    double largest = 0;
    for (float v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}
