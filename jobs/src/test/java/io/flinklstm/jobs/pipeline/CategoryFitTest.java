package io.flinklstm.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Task;
import io.flinklstm.jobs.record.Categories;
import io.flinklstm.jobs.record.FieldPath;
import io.flinklstm.jobs.record.FieldReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model with the fields load, colour and mode: three colours embedded, two modes one-hot. */
class CategoryFitTest {

  private static final ModelDescription MODEL =
      new ModelDescription(
          "m",
          Task.FORECAST,
          List.of(field("load"), field("colour"), field("mode")),
          List.of(
              new LayerDescription.Embedding("", 3, 1, 3, 4),
              new LayerDescription.OneHot(6, 5, 2, false),
              new LayerDescription.Lstm("", 7, 8, 1)),
          List.of(),
          Optional.empty(),
          Map.of());

  private static Feature field(String name) {
    return new Feature(name, new Feature.Source.Field(), new Feature.Scaling.None());
  }

  private static FieldReading index(String... names) {
    return new FieldReading.Index(FieldPath.parse("a"), new Categories(List.of(names)));
  }

  private static void check(FieldReading colour, FieldReading mode) {
    Problems problems = new Problems("p.yaml");
    new CategoryFit(MODEL).check(Map.of("colour", colour, "mode", mode), 6, problems);
    problems.end();
  }

  @Test
  void noMoreCategoriesThanTheModelHasRowsFor() {
    assertThatCode(() -> check(index("red", "green", "blue"), index("on")))
        .doesNotThrowAnyException();
    FieldReading number = new FieldReading.Number(FieldPath.parse("a"));
    assertThatCode(() -> check(number, number)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(index("a", "b", "c", "d"), index("on", "off")))
        .hasMessage(
            "p.yaml:6: input.features: found colour with 4 categories, expected at most 3, as many"
                + " as the model has rows for");
    assertThatThrownBy(() -> check(index("a"), index("on", "off", "?")))
        .hasMessageContaining("found mode with 3 categories, expected at most 2");
  }
}
