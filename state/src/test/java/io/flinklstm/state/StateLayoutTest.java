package io.flinklstm.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.ScorerDescription;
import io.flinklstm.core.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StateLayoutTest {

  private static ModelDescription model(int hidden, int layers, Feature.Scaling scaling) {
    return new ModelDescription(
        "m",
        Task.ANOMALY,
        List.of(
            new Feature("x", new Feature.Source.Field(), new Feature.Scaling.None()),
            new Feature("y", new Feature.Source.Field(), scaling)),
        List.of(
            new LayerDescription.Lstm("lstm.", 2, hidden, layers),
            new LayerDescription.Linear("head.", hidden, 1, LayerDescription.Activation.IDENTITY)),
        List.of(new Output("next", Optional.of("x"), Output.Form.VALUE)),
        Optional.of(new ScorerDescription(10, 100, 5, 0.5, OptionalDouble.empty())),
        Map.of());
  }

  @Test
  void namesWhatGivesTheNumbersTheirMeaning() {
    assertThat(StateLayout.text(model(3, 2, new Feature.Scaling.Running(5))))
        .isEqualTo("lstm 2x3;running 1;forecast 0 of 1;likelihood 10;");
  }

  @Test
  void layersOfTheSameTotalAreAnotherLayout() {
    assertThat(StateLayout.text(model(3, 2, new Feature.Scaling.None())))
        .isNotEqualTo(StateLayout.text(model(6, 1, new Feature.Scaling.None())));
  }

  @Test
  void whatIsNotKeptPerKeyIsNoPartOfTheLayout() {
    assertThat(StateLayout.text(model(3, 2, new Feature.Scaling.Standard(1, 2))))
        .isEqualTo(StateLayout.text(model(3, 2, new Feature.Scaling.None())));
  }
}
