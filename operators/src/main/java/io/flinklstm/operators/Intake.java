package io.flinklstm.operators;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.Rejected.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads an event's values and says what is wrong with it, so that no bad value meets a state. */
final class Intake<T> {

  /** Mark of an event that begins a sequence. */
  static final int STARTS = 1;

  /** Mark of an event that ends its sequence. */
  static final int ENDS = 2;

  /** Mark of an event with a missing value for which something may stand in. */
  static final int MISSING = 4;

  private final EventReader<T> reader;
  private final IntPredicate rejectsMissing; // of a field
  private final List<String> fields;
  private final String whyTime; // why an event must have a time, or null where it need not

  Intake(ModelDescription model, Order order, EventReader<T> reader, Imputation imputation) {
    this(model, order, reader, imputation::rejects);
  }

  /** Takes events as they are: one with any missing value is rejected. */
  Intake(ModelDescription model, Order order, EventReader<T> reader) {
    this(model, order, reader, field -> true);
  }

  private Intake(
      ModelDescription model, Order order, EventReader<T> reader, IntPredicate rejectsMissing) {
    this.reader = reader;
    this.rejectsMissing = rejectsMissing;
    this.fields =
        model.features().stream()
            .filter(f -> f.source() instanceof Feature.Source.Field)
            .map(Feature::name)
            .toList();
    this.whyTime =
        model.readsTime()
            ? "the model reads the calendar or elapsed time"
            : order == Order.EVENT_TIME ? "events are stepped by event time" : null;
  }

  /**
   * Writes the event's values and marks into the bundle's free slot, or returns why it cannot be
   * stepped.
   *
   * @return null where all is well
   */
  Rejected<T> read(T event, boolean timed, Bundle bundle) {
    if (whyTime != null && !timed) {
      return new Rejected<>(
          event,
          Reason.NO_TIMESTAMP,
          "found a record without timestamp, expected one: "
              + whyTime
              + ". Assign timestamps before the operator");
    }
    float[] values = bundle.freeValues();
    Arrays.fill(values, Float.NaN);
    int marks;
    try {
      reader.features().extract(event, values);
      marks = (reader.starts().test(event) ? STARTS : 0) | (reader.ends().test(event) ? ENDS : 0);
    } catch (WrongWidthException e) {
      return new Rejected<>(event, Reason.WRONG_WIDTH, e.getMessage());
    } catch (RuntimeException e) { // the user's code, on the user's data: not the job's end
      return new Rejected<>(
          event, Reason.NOT_EXTRACTED, "the feature extractor or a predicate threw " + e);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        if (rejectsMissing.test(i)) {
          return missing(event, values, i, "");
        }
        marks |= MISSING;
      }
    }
    bundle.freeMarks(marks);
    return null;
  }

  /** For an event in whose place of a missing value nothing can be put. */
  Rejected<T> missing(T event, float[] values, int field, String why) {
    return new Rejected<>(
        event,
        Reason.NON_FINITE_VALUE,
        fields.get(field) + ": found " + values[field] + ", expected a finite value" + why);
  }

  /** For an event whose values are finite and whose step was not. */
  Rejected<T> notFinite(T event, long step) {
    return new Rejected<>(
        event,
        Reason.NON_FINITE_STEP,
        "found values so large that step "
            + step
            + " of the key would not be finite; its state stays as it was");
  }
}
