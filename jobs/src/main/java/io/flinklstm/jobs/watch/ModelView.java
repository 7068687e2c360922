package io.flinklstm.jobs.watch;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.models.VisibleState;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the page must know of a model.
 *
 * @param features names of the network's inputs
 * @param outputs names of its outputs
 * @param shown index of the output that is drawn
 * @param field index of the value that output foretells, or -1 where it foretells none
 * @param firstUnit index of the first output that is a hidden unit
 * @param units how many there are
 */
record ModelView(
    String name,
    List<String> features,
    List<String> outputs,
    int shown,
    int field,
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
        drawn.judged() ? model.fieldNames().indexOf(drawn.forecasts().orElseThrow()) : -1,
        all ? 0 : names.size() - units,
        all ? names.size() : units);
  }
}
