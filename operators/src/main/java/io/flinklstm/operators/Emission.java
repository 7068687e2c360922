package io.flinklstm.operators;

import java.io.Serializable;

/** Which of the steps give a result. All events are stepped; what gives none is counted. */
public sealed interface Emission extends Serializable {

  /** Every step. The default. */
  static Emission everyEvent() {
    return new EveryNth(1);
  }

  /** The n-th step of a sequence, the 2n-th, and so on. */
  static Emission everyNth(long n) {
    return new EveryNth(n);
  }

  /**
   * The last step of a sequence. Where only a later event or the watermark can tell that it was the
   * last, its result is kept in state until then, and leaves with the time at which that became
   * known. What is still kept at the end of a bounded input leaves then.
   */
  static Emission sequenceEnd() {
    return new SequenceEnd();
  }

  /** Steps whose label is not that of the sequence's result before; for classifiers. */
  static Emission labelChange() {
    return new LabelChange();
  }

  /**
   * Steps whose score is at least the threshold: the anomaly score of a model that has a scorer,
   * the first output of a model whose task is {@code SCORE}.
   */
  static Emission scoreFrom(double threshold) {
    return new ScoreFrom(threshold);
  }

  /**
   * See {@link #everyNth}.
   *
   * @param n at least 1
   */
  record EveryNth(long n) implements Emission {
    public EveryNth {
      if (n < 1) {
        throw new IllegalArgumentException(
            "every n-th result: found " + n + ", expected 1 or more");
      }
    }
  }

  /** See {@link #sequenceEnd}. */
  record SequenceEnd() implements Emission {}

  /** See {@link #labelChange}. */
  record LabelChange() implements Emission {}

  /**
   * See {@link #scoreFrom}.
   *
   * @param threshold a number
   */
  record ScoreFrom(double threshold) implements Emission {
    public ScoreFrom {
      if (Double.isNaN(threshold)) {
        throw new IllegalArgumentException("score threshold: found NaN, expected a number");
      }
    }
  }
}
