package io.flinklstm.operators;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import java.util.Optional;

/** What stands in for a {@link Reading}'s missing values, for {@link OneAtATime}. */
final class Substitutes {

  static final String SKIP = "skip";

  private static final String[] FIELDS = {"a", "b"};

  private final ModelDescription model;
  private final MissingValues missing;

  Substitutes(ModelDescription model, MissingValues missing) {
    this.model = model;
    this.missing = missing;
  }

  /** Fills what is missing; {@link #SKIP}, or what is wrong, or null where all is there. */
  String fill(float[] values, PlainKey key) {
    for (int i = 0; i < FIELDS.length; i++) {
      if (!Float.isFinite(values[i]) && missing.of(FIELDS[i]) == MissingValue.REJECT) {
        return wrong(i, values[i]);
      }
    }
    for (int i = 0; i < FIELDS.length; i++) {
      if (!Float.isFinite(values[i]) && missing.of(FIELDS[i]) == MissingValue.SKIP_STEP) {
        return SKIP;
      }
    }
    for (int i = 0; i < FIELDS.length; i++) {
      if (!Float.isFinite(values[i])) {
        float[] source =
            missing.of(FIELDS[i]) == MissingValue.FORECAST ? forecasts(key) : key.lastValues;
        if (source == null || !Float.isFinite(source[i])) {
          return wrong(i, values[i]) + "; nothing came before that could stand in";
        }
        values[i] = source[i];
      }
    }
    return null;
  }

  private static String wrong(int field, float value) {
    return FIELDS[field] + ": found " + value + ", expected a finite value";
  }

  /** What the last step said the fields' next values would be; null where there was none. */
  private float[] forecasts(PlainKey key) {
    if (key.lastOutputs == null) {
      return null;
    }
    float[] forecasts = {Float.NaN, Float.NaN};
    for (int o = 0; o < key.lastOutputs.length; o++) {
      Output output = model.outputs().get(o);
      for (int i = 0; i < FIELDS.length; i++) {
        if (output.forecasts().equals(Optional.of(FIELDS[i]))) {
          forecasts[i] = key.lastOutputs[o];
        }
      }
    }
    return forecasts;
  }
}
