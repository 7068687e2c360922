package io.flinklstm.operators;

import java.io.Serializable;
import org.apache.flink.util.function.SerializableFunction;

/** Says which numbers of a user's event the network reads. */
@FunctionalInterface
public interface FeatureExtractor<T> extends Serializable {

  /**
   * Writes the event's raw, unscaled values. What throws here rejects the event and not the job.
   *
   * @param values one per field of the model, in its order; all NaN before, and what is not written
   *     stays a missing value
   */
  void extract(T event, float[] values);

  /**
   * Reads an array that the event carries; an event whose array has another length than the model
   * has fields is rejected as {@code WRONG_WIDTH}.
   */
  static <T> FeatureExtractor<T> ofArray(SerializableFunction<T, float[]> array) {
    return (event, values) -> {
      float[] found = array.apply(event);
      if (found.length != values.length) {
        throw new WrongWidthException(found.length, values.length);
      }
      System.arraycopy(found, 0, values, 0, values.length);
    };
  }
}
