package io.flinklstm.models.onnx;

import java.util.List;

/** What a name in the graph stands for while the graph is walked; constants are kept apart. */
sealed interface Value {

  /**
   * The rows on their way from the input.
   *
   * @param axes a letter for each: T time, N sequence of the batch, D direction, F the row; in
   *     small letters what the first recurrent layer will tell apart
   * @param depth how many steps made it: a later one than it is another path
   */
  record Flow(String axes, int depth) implements Value {}

  /** Zeros of whatever shape: an initial state. */
  record Zero() implements Value {}

  /** A state that is an input of the graph. */
  record Given() implements Value {}

  /** Numbers computed from shapes; of no use here but to build zeros. */
  record Sizes() implements Value {}

  /**
   * Final states of recurrent layers, in order.
   *
   * @param cells index of each one's step, plus one
   * @param hidden whether these are h and not c
   */
  record Final(List<Integer> cells, boolean hidden) implements Value {}
}
