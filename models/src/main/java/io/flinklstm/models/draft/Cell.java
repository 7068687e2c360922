package io.flinklstm.models.draft;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;

/**
 * One recurrent layer in one direction, canonical: rows are output units, blocks in PyTorch's order
 * (LSTM i, f, g, o; GRU r, z, n). Arrays that a model does not have are empty.
 *
 * @param kind which equations
 * @param input I
 * @param hidden H
 * @param w (blocks H, I)
 * @param u (blocks H, R): R is H, or the rows of the projection
 * @param bw (blocks H), the bias beside W, or empty
 * @param bu (blocks H), the bias beside U, or empty
 * @param extras what most models do not have
 */
public record Cell(
    Kind kind, int input, int hidden, float[] w, float[] u, float[] bw, float[] bu, Extras extras) {

  /** The equations. */
  public enum Kind {
    RNN(1),
    LSTM(4),
    /** The reset gate multiplies after the matrix product. */
    GRU_AFTER(3),
    /** The reset gate multiplies the state before the matrix product. */
    GRU_BEFORE(3);

    private final int blocks;

    Kind(int blocks) {
      this.blocks = blocks;
    }

    /** Row blocks of the weights. */
    public int blocks() {
      return blocks;
    }
  }

  /**
   * Variations of the equations. A clip of infinity does nothing.
   *
   * @param gate activation of the gates
   * @param candidate activation of the candidate; an RNN's only one
   * @param output activation of the cell before the output gate
   * @param peepholes (3 H) for i, f, o, or empty
   * @param projection (R, H), or empty
   * @param cellClip bound of the cell state
   * @param outputClip bound of the output, after the projection
   * @param gateClip bound of what enters gates and candidate
   * @param coupled the forget gate is one minus the input gate
   */
  public record Extras(
      ActivationFunction gate,
      ActivationFunction candidate,
      ActivationFunction output,
      float[] peepholes,
      float[] projection,
      float cellClip,
      float outputClip,
      float gateClip,
      boolean coupled) {

    /** Sigmoid gates, tanh elsewhere, nothing more. */
    public static Extras standard() {
      return of(
          ActivationFunction.of(Activation.SIGMOID),
          ActivationFunction.of(Activation.TANH),
          ActivationFunction.of(Activation.TANH));
    }

    /** These activations, nothing more. */
    public static Extras of(
        ActivationFunction gate, ActivationFunction candidate, ActivationFunction output) {
      float none = Float.POSITIVE_INFINITY;
      float[] empty = new float[0];
      return new Extras(gate, candidate, output, empty, empty, none, none, none, false);
    }

    /** With a projection. */
    public Extras projected(float[] rows, float clip) {
      return new Extras(
          gate, candidate, output, peepholes, rows, cellClip, clip, gateClip, coupled);
    }

    /** With peepholes for i, f, o. */
    public Extras peeping(float[] peepholes, float cellClip) {
      return new Extras(
          gate, candidate, output, peepholes, projection, cellClip, outputClip, gateClip, coupled);
    }

    /** With bounded gates, or the forget gate coupled to the input gate. */
    public Extras gated(float gateClip, boolean coupled) {
      return new Extras(
          gate, candidate, output, peepholes, projection, cellClip, outputClip, gateClip, coupled);
    }
  }

  /** Width of what this layer gives. */
  public int output() {
    return extras.projection().length == 0 ? hidden : extras.projection().length / hidden;
  }
}
