package io.flinklstm.jobs.record;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.operators.result.Prediction;
import java.io.Serializable;
import java.util.List;

/** What of a model decides how its results are written. */
public final class ResultForm implements Serializable {

  private static final long serialVersionUID = 1;
  private static final int NONE = -1;

  private final Task task;
  private final int[] field; // per output: which value of an event shows how good it was
  private final double[] factor; // per output: scaled units in a raw one

  public ResultForm(ModelDescription model) {
    task = model.task();
    List<Output> outputs = model.outputs();
    List<String> fields = model.fieldNames();
    field = new int[outputs.size()];
    factor = new double[outputs.size()];
    for (int i = 0; i < field.length; i++) {
      Output output = outputs.get(i);
      field[i] = output.judged() ? fields.indexOf(output.forecasts().orElseThrow()) : NONE;
      factor[i] = field[i] == NONE ? Double.NaN : factor(model, outputs.get(i));
    }
  }

  private static double factor(ModelDescription model, Output output) {
    Feature.Scaling scaling =
        model.features().stream()
            .filter(feature -> feature.name().equals(output.forecasts().orElseThrow()))
            .findFirst()
            .orElseThrow()
            .scaling();
    if (scaling instanceof Feature.Scaling.Standard standard) {
      return 1 / standard.scale();
    } else if (scaling instanceof Feature.Scaling.MinMax minMax) {
      return minMax.scale();
    }
    // The key's own deviation is in its state, and no result carries it.
    return scaling instanceof Feature.Scaling.Running ? Double.NaN : 1;
  }

  Task task() {
    return task;
  }

  /**
   * For each output, by how much the value was above what had been expected, negative where it was
   * below, in scaled units; NaN where that is not known.
   */
  float[] errors(Prediction<Event> prediction) {
    float[] values = prediction.event().values();
    float[] expected = prediction.expected();
    float[] errors = new float[expected.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] =
          field[i] == NONE
              ? Float.NaN
              : (float) (((double) values[field[i]] - expected[i]) * factor[i]);
    }
    return errors;
  }
}
