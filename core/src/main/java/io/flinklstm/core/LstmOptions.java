package io.flinklstm.core;

import io.flinklstm.core.LayerDescription.Activation;

/**
 * What sets an LSTM apart from the usual one.
 *
 * @param projection width of h after a projection, or 0 for none (h is as wide as c)
 * @param peepholes whether the gates see the cell: i and f the old one, o the new one
 * @param coupled whether {@code f = 1 - i}; the tensors' forget block is then not used
 * @param cellClip the new cell is kept within plus or minus this; infinite for no clip
 * @param projectionClip likewise for h after the projection
 * @param gateClip likewise for the pre-activations of all gates, peepholes included
 * @param gate activation of i, f and o
 * @param candidate activation of g
 * @param output activation of the cell on its way to h
 */
public record LstmOptions(
    int projection,
    boolean peepholes,
    boolean coupled,
    float cellClip,
    float projectionClip,
    float gateClip,
    ActivationFunction gate,
    ActivationFunction candidate,
    ActivationFunction output) {

  private static final float NONE = Float.POSITIVE_INFINITY;

  /** The usual LSTM. */
  public static final LstmOptions PLAIN =
      new LstmOptions(
          0,
          false,
          false,
          NONE,
          NONE,
          NONE,
          ActivationFunction.of(Activation.SIGMOID),
          ActivationFunction.of(Activation.TANH),
          ActivationFunction.of(Activation.TANH));

  public LstmOptions {
    if (projection < 0 || !(cellClip > 0) || !(projectionClip > 0) || !(gateClip > 0)) {
      throw new IllegalArgumentException(
          "LSTM: found projection "
              + projection
              + ", clips "
              + cellClip
              + ", "
              + projectionClip
              + ", "
              + gateClip
              + "; expected a projection of at least 0 and clips above 0");
    }
  }

  /** The usual LSTM with h projected to this width. */
  public static LstmOptions projected(int width) {
    return new LstmOptions(
        width, false, false, NONE, NONE, NONE, PLAIN.gate(), PLAIN.candidate(), PLAIN.output());
  }
}
