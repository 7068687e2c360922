package io.flinklstm.jobs.record;

import java.io.Serializable;

/** How the value of a field of the model is read. */
public sealed interface FieldReading extends Serializable {

  /** Where it is. */
  FieldPath path();

  /** A number, or true and false as 1 and 0. */
  record Number(FieldPath path) implements FieldReading {
    @Override
    public String toString() {
      return path.text();
    }
  }

  /** A number that stands for a text. */
  sealed interface Category extends FieldReading {

    /** NaN, a missing value, where the text is none of the categories. */
    float of(String text);
  }

  /** Which of the categories it is, counted from 0: the row of an embedding. */
  record Index(FieldPath path, Categories categories) implements Category {
    @Override
    public float of(String text) {
      int index = categories.indexOf(text);
      return index < 0 ? Float.NaN : index;
    }
  }

  /**
   * 1 where it is this category, 0 where it is another.
   *
   * @param category its index
   */
  record OneHot(FieldPath path, Categories categories, int category) implements Category {
    @Override
    public float of(String text) {
      int index = categories.indexOf(text);
      if (index < 0) {
        return Float.NaN;
      }
      return index == category ? 1 : 0;
    }
  }
}
