package io.flinklstm.jobs.record;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Where in a record things are.
 *
 * @param format whose names of columns, where it has columns, are the paths
 * @param key of the event
 * @param time of the event
 * @param values one per field of the model, in its order; or empty where {@code values} is an array
 *     of them
 * @param width how many the model has
 */
public record Layout(
    RecordFormat format, FieldPath key, FieldPath time, List<FieldReading> values, int width)
    implements Serializable {

  private static final FieldPath KEY = FieldPath.parse("key");
  private static final FieldPath TIME = FieldPath.parse("time");

  /** Name of the array that has all values. */
  public static final String ALL = "values";

  public Layout {
    values = List.copyOf(values);
  }

  /** {@code {"key": ..., "time": ..., "values": [...]}}. */
  public static Layout standard(int width) {
    return new Layout(new RecordFormat.Json(), KEY, TIME, List.of(), width);
  }

  /** A path into JSON that leads through another's value; empty where none does. */
  public Optional<String> crossing() {
    try {
      Wanted.of(this);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Where a value is, as errors name it. */
  String place(int index) {
    return values.isEmpty() ? ALL + "[" + index + "]" : values.get(index).path().text();
  }
}
