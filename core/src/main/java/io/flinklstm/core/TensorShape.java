package io.flinklstm.core;

import java.util.List;

/**
 * A tensor that a layer reads.
 *
 * @param name in full, prefix included
 * @param required whether the layer cannot do without it
 * @param shape one entry per dimension, outermost first
 */
public record TensorShape(String name, boolean required, List<Integer> shape) {

  static TensorShape required(String name, Integer... shape) {
    return new TensorShape(name, true, List.of(shape));
  }

  static TensorShape optional(String name, Integer... shape) {
    return new TensorShape(name, false, List.of(shape));
  }
}
