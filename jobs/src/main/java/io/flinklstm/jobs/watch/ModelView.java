package io.flinklstm.jobs.watch;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.models.VisibleState;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the page must know of a model.
 *
 * @param features names of the network's inputs
 * @param outputs names of its outputs
 * @param shown index of the output that is drawn
 * @param fields for each output the index of the value it foretells, or -1 where it foretells none
 * @param scores whether the first output is a score
 * @param firstUnit index of the first output that is a hidden unit
 * @param units how many there are
 */
record ModelView(
    String name,
    List<String> features,
    List<String> outputs,
    int shown,
    List<Integer> fields,
    boolean scores,
    int firstUnit,
    int units) {

  static ModelView of(ModelDescription model) {
    List<Output> outputs = model.outputs();
    int shown =
        IntStream.range(0, outputs.size())
            .filter(i -> outputs.get(i).judged())
            .findFirst()
            .orElse(0);
    Output drawn = outputs.get(shown);
    List<String> names = outputs.stream().map(Output::name).toList();
    int units = (int) names.stream().filter(n -> n.startsWith(VisibleState.PREFIX)).count();
    boolean all = units == 0 && !drawn.judged(); // classes, scores or an embedding
    return new ModelView(
        model.name(),
        model.features().stream().map(Feature::name).toList(),
        names,
        shown,
        outputs.stream().map(output -> field(model, output)).toList(),
        model.task() == Task.SCORE,
        all ? 0 : names.size() - units,
        all ? names.size() : units);
  }

  private static int field(ModelDescription model, Output output) {
    return output.judged() ? model.fieldNames().indexOf(output.forecasts().orElseThrow()) : -1;
  }

  /** Whether the output that is drawn foretells a value. */
  boolean forecasts() {
    return fields.get(shown) >= 0;
  }

  /** Whether there is more than one output that foretells a value. */
  boolean forecastsSeveral() {
    return fields.stream().filter(field -> field >= 0).count() > 1;
  }
}
