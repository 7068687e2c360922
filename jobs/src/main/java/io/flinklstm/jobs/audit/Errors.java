package io.flinklstm.jobs.audit;

import io.flinklstm.core.Feature;
import io.flinklstm.core.Feature.Scaling;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import java.util.List;

/**
 * By how much values were above what had been expected of them, as a model's description has it.
 */
final class Errors {

  private final List<Output> outputs;
  private final List<Feature> features;
  private final List<String> fields;

  Errors(ModelDescription model) {
    this.outputs = model.outputs();
    this.features = model.features();
    this.fields = model.fieldNames();
  }

  /**
   * For each output in scaled units; NaN where that is not known.
   *
   * @param values of an event, by field
   * @param expected by output; none for a model that forecasts nothing
   */
  float[] of(float[] values, float[] expected) {
    float[] errors = new float[expected.length];
    for (int i = 0; i < errors.length; i++) {
      Output output = outputs.get(i);
      errors[i] =
          output.judged() ? of(output.forecasts().orElseThrow(), values, expected[i]) : Float.NaN;
    }
    return errors;
  }

  private float of(String name, float[] values, float expected) {
    double difference = (double) values[fields.indexOf(name)] - expected;
    for (Feature feature : features) {
      if (feature.name().equals(name)) {
        return (float) (difference * unitsOf(feature.scaling()));
      }
    }
    throw new IllegalStateException("a forecast of " + name + ", which is no feature");
  }

  /** Scaled units in a raw one; a running scaling's are in the key's state alone. */
  private static double unitsOf(Scaling scaling) {
    if (scaling instanceof Scaling.Standard standard) {
      return 1 / standard.scale();
    } else if (scaling instanceof Scaling.MinMax minMax) {
      return minMax.scale();
    }
    return scaling instanceof Scaling.None ? 1 : Double.NaN;
  }
}
