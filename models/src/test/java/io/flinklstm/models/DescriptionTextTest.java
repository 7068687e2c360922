package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptionTextTest {

  private static final ModelDescription MODEL =
      new ModelDescription(
          "irregular",
          Task.FORECAST,
          List.of(
              new Feature("x", new Feature.Source.Field(), new Feature.Scaling.None()),
              new Feature("dt", new Feature.Source.Elapsed(), new Feature.Scaling.Running(5))),
          List.of(
              new LayerDescription.Lstm("lstm.", 2, 3, 1),
              new LayerDescription.Linear("head.", 3, 2, LayerDescription.Activation.IDENTITY)),
          List.of(
              new Output("next", Optional.of("x"), Output.Form.VALUE),
              new Output("tomorrow", Optional.of("x"), Output.Form.VALUE, 24)),
          Optional.empty(),
          Map.of());

  @Test
  void elapsedTimeAndForecastsFurtherAheadAreReadAsWritten() {
    assertThat(DescriptionJson.read(DescriptionText.of(MODEL))).isEqualTo(MODEL);
  }

  @Test
  void aForecastOfThePresentIsRefused() {
    String text = DescriptionText.of(MODEL).replace("\"ahead\":24", "\"ahead\":0");
    assertThatThrownBy(() -> DescriptionJson.read(text))
        .hasMessageContaining("ahead")
        .hasMessageContaining("found 0, expected");
  }
}
