package io.flinklstm.jobs.pipeline;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.jobs.record.FieldReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether categories are no more than the model has rows for: an index beyond an embedding is found
 * out else only by the first event that has it.
 */
final class CategoryFit {

  private final Map<String, Integer> sizes;

  CategoryFit(ModelDescription model) {
    sizes = new HashMap<>();
    List<Optional<String>> columns = new ArrayList<>();
    model
        .features()
        .forEach(
            feature ->
                columns.add(Optional.of(feature).filter(CategoryFit::plain).map(Feature::name)));
    for (LayerDescription layer : model.layers()) {
      if (layer instanceof LayerDescription.Embedding embedding) {
        replace(columns, embedding.column(), embedding.vocabulary(), embedding.dimension());
      } else if (layer instanceof LayerDescription.OneHot oneHot) {
        replace(columns, oneHot.column(), oneHot.size(), oneHot.size());
      } else {
        break;
      }
    }
  }

  private static boolean plain(Feature feature) {
    return feature.source() instanceof Feature.Source.Field
        && feature.scaling() instanceof Feature.Scaling.None;
  }

  /** A column of ids gives way to those of its row, and those behind it move. */
  private void replace(List<Optional<String>> columns, int column, int ids, int width) {
    columns.remove(column).ifPresent(name -> sizes.put(name, ids));
    for (int i = 0; i < width; i++) {
      columns.add(column, Optional.empty());
    }
  }

  /** Notes what does not fit. */
  void check(Map<String, FieldReading> readings, int line, Problems problems) {
    sizes.forEach(
        (name, size) -> {
          if (readings.get(name) instanceof FieldReading.Index index
              && index.categories().names().size() > size) {
            problems.add(
                line,
                "input.features",
                name + " with " + index.categories().names().size() + " categories",
                "at most " + size + ", as many as the model has rows for");
          }
        });
  }
}
