package io.flinklstm.models.draft;

import io.flinklstm.core.ActivationFunction;

/** One layer of a chain; takes the rows of the one before it. */
public sealed interface Step {

  /** Width of the rows it gives, for rows of this width. */
  int output(int input);

  /** A recurrent layer that reads the sequence forward, or from its end. */
  record Recurrent(Cell cell, boolean reverse) implements Step {
    @Override
    public int output(int input) {
      return cell.output();
    }
  }

  /** Two recurrent layers side by side, the second from the sequence's end. */
  record Bidirectional(Cell forward, Cell backward, Merge merge) implements Step {
    @Override
    public int output(int input) {
      return merge == Merge.CONCAT ? forward.output() + backward.output() : forward.output();
    }
  }

  /** How two directions become one row. */
  enum Merge {
    CONCAT,
    SUM,
    AVERAGE,
    MULTIPLY
  }

  /** {@code activation(W x + b)}; {@code w} is (outputs, inputs), {@code b} may be empty. */
  record Dense(int outputs, float[] w, float[] b, ActivationFunction activation) implements Step {
    @Override
    public int output(int input) {
      return outputs;
    }
  }

  /** A row of {@code w} (rows, width) for each whole number. */
  record Embedding(int rows, int width, float[] w) implements Step {
    @Override
    public int output(int input) {
      return width;
    }
  }

  /** An activation on its own. */
  record Activation(ActivationFunction curve) implements Step {
    @Override
    public int output(int input) {
      return input;
    }
  }

  /** {@code scale x + shift}, column by column: a batch normalisation at inference. */
  record Affine(float[] scale, float[] shift) implements Step {

    /** {@code gamma (x - mean) / sqrt(variance + epsilon) + beta}. */
    public static Affine batchNorm(
        float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon) {
      float[] scale = new float[gamma.length];
      float[] shift = new float[gamma.length];
      for (int i = 0; i < scale.length; i++) {
        double factor = gamma[i] / Math.sqrt(variance[i] + epsilon);
        scale[i] = (float) factor;
        shift[i] = (float) (beta[i] - mean[i] * factor);
      }
      return new Affine(scale, shift);
    }

    @Override
    public int output(int input) {
      return input;
    }
  }

  /** Each row to mean 0 and variance 1, then {@code gamma x + beta}. */
  record LayerNorm(float[] gamma, float[] beta, float epsilon) implements Step {
    @Override
    public int output(int input) {
      return input;
    }
  }

  /** Only the last step's row goes on. */
  record LastStep() implements Step {
    @Override
    public int output(int input) {
      return input;
    }
  }

  /** Only each direction's last row goes on: forward at the end, backward at the beginning. */
  record FinalStates() implements Step {
    @Override
    public int output(int input) {
      return input;
    }
  }

  /** The one row, so many times. */
  record Repeat(int times) implements Step {
    @Override
    public int output(int input) {
      return input;
    }
  }
}
