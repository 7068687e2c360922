package io.flinklstm.operators;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.Output;
import io.flinklstm.state.KeyState;
import java.util.List;

/** Puts something in the place of missing values, as {@link MissingValues} says. */
final class Imputation {

  /** All values are there now. */
  static final int FILLED = -1;

  /** The step is to be skipped. */
  static final int SKIPPED = -2;

  private final Network network;
  private final List<String> fields;
  private final MissingValue[] policies; // by field
  private final boolean remembers;

  Imputation(Network network, MissingValues missing) {
    this.network = network;
    this.fields =
        network.description().features().stream()
            .filter(f -> f.source() instanceof Feature.Source.Field)
            .map(Feature::name)
            .toList();
    for (String named : missing.byField().keySet()) {
      if (!fields.contains(named)) {
        throw new IllegalArgumentException(
            "missing values: found a policy for field " + named + ", expected one of " + fields);
      }
    }
    this.policies = fields.stream().map(missing::of).toArray(MissingValue[]::new);
    boolean remembered = false;
    for (int i = 0; i < policies.length; i++) {
      remembered |= policies[i] == MissingValue.LAST_VALUE;
      if (policies[i] == MissingValue.FORECAST) {
        requireForecast(network.description(), fields.get(i));
      }
    }
    this.remembers = remembered;
  }

  private static void requireForecast(ModelDescription model, String field) {
    for (Output output : model.outputs()) {
      if (output.judged() && output.forecasts().get().equals(field)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "missing values: found the policy FORECAST for field "
            + field
            + ", which model "
            + model.name()
            + " does not forecast; choose REJECT, SKIP_STEP or LAST_VALUE");
  }

  /**
   * Whether a value of this field that is not finite rejects the event, whatever the key's state.
   */
  boolean rejects(int field) {
    return policies[field] == MissingValue.REJECT;
  }

  /** Whether a key's last values must be remembered. */
  boolean remembers() {
    return remembers;
  }

  /**
   * Fills what is missing.
   *
   * @param values changed in place
   * @param state the key's, or null where the event begins a sequence
   * @return {@link #FILLED}, {@link #SKIPPED}, or the field for which there is nothing to put
   */
  int fill(float[] values, KeyState state) {
    int outcome = FILLED;
    for (int i = 0; i < values.length; i++) {
      if (Float.isFinite(values[i])) {
        continue;
      }
      if (policies[i] == MissingValue.SKIP_STEP) {
        return SKIPPED;
      }
      float substitute = state == null ? Float.NaN : substitute(i, state);
      if (Float.isFinite(substitute)) {
        values[i] = substitute;
      } else if (outcome == FILLED) {
        outcome = i;
      }
    }
    return outcome;
  }

  private float substitute(int field, KeyState state) {
    if (policies[field] == MissingValue.FORECAST) {
      return network.forecastOf(field, state.running());
    }
    return state.lastValues().length == 0 ? Float.NaN : state.lastValues()[field];
  }
}
