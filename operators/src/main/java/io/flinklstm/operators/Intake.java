package io.flinklstm.operators;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.Rejected.Reason;
import java.util.Arrays;
import java.util.List;

/** Reads an event's values and says what is wrong with it, so that no bad value meets a state. */
final class Intake<T> {

  private final FeatureExtractor<T> extractor;
  private final List<String> fields;
  private final boolean readsCalendar;

  Intake(ModelDescription model, FeatureExtractor<T> extractor) {
    this.extractor = extractor;
    this.fields =
        model.features().stream()
            .filter(f -> f.source() instanceof Feature.Source.Field)
            .map(Feature::name)
            .toList();
    this.readsCalendar = fields.size() < model.features().size();
  }

  /**
   * Writes the event's values, or returns why they cannot be stepped.
   *
   * @return null where all is well
   */
  Rejected<T> read(T event, boolean timed, float[] values) {
    if (readsCalendar && !timed) {
      return new Rejected<>(
          event,
          Reason.NO_TIMESTAMP,
          "found a record without timestamp, expected one: the model reads the calendar."
              + " Assign timestamps before the operator");
    }
    Arrays.fill(values, Float.NaN);
    try {
      extractor.extract(event, values);
    } catch (WrongWidthException e) {
      return new Rejected<>(event, Reason.WRONG_WIDTH, e.getMessage());
    } catch (RuntimeException e) { // the user's code, on the user's data: not the job's end
      return new Rejected<>(event, Reason.NOT_EXTRACTED, "the feature extractor threw " + e);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return new Rejected<>(
            event,
            Reason.NON_FINITE_VALUE,
            fields.get(i) + ": found " + values[i] + ", expected a finite value");
      }
    }
    return null;
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
