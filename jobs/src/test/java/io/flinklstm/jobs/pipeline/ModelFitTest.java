package io.flinklstm.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a file says, against a model of a hundred fields that forecasts none of them. */
class ModelFitTest {

  private static final ModelDescription MODEL =
      new ModelDescription(
          "wide",
          Task.EMBED,
          IntStream.range(0, 100).mapToObj(i -> field("f" + i)).toList(),
          List.of(new LayerDescription.Lstm("", 100, 8, 1)),
          List.of(),
          Optional.empty(),
          Map.of());

  private static Feature field(String name) {
    return new Feature(name, new Feature.Source.Field(), new Feature.Scaling.None());
  }

  private static void check(Map<String, String> operator) {
    Problems problems = new Problems("p.yaml");
    new ModelFit(Values.of(Settings.OPERATOR, operator, problems), MODEL, problems).check();
    problems.end();
  }

  @Test
  void aKeysStateHasRoomForSoManyRows() {
    assertThatCode(() -> check(Map.of("remembered-rows", "41120"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(Map.of("remembered-rows", "41121")))
        .hasMessage(
            "p.yaml: operator.remembered-rows: found 41121, expected at most 41120 for a model with"
                + " 100 fields");
  }

  @Test
  void onlyForecastsStandInForWhatIsMissing() {
    assertThatCode(() -> check(Map.of("missing", "last-value"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(Map.of("missing", "forecast")))
        .hasMessageContaining(
            "p.yaml: operator.missing: found forecast for f7, expected another policy: the model"
                + " does not forecast this field");
  }

  @Test
  void onlyScoresAreComparedWithAThreshold() {
    assertThatThrownBy(() -> check(Map.of("emit", "score-from 0.5")))
        .hasMessage(
            "p.yaml: operator.emit: found ScoreFrom[threshold=0.5], expected another, or a model"
                + " with a score");
  }
}
