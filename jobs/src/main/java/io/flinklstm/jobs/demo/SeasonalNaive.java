package io.flinklstm.jobs.demo;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.feature.FeatureScaling;
import io.flinklstm.core.score.AnomalyLikelihood;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The forecast to beat: the same weekday a week ago, in the model's own scaled units and judged by
 * the model's own scorer.
 */
final class SeasonalNaive {

  private static final int WEEK = 7;

  private final FeatureScaling scaling;
  private final AnomalyLikelihood scorer;
  private final int feature;
  private final int features;
  private final Map<String, Station> stations = new HashMap<>();

  SeasonalNaive(ModelDescription model) {
    scaling = new FeatureScaling(model.features());
    scorer = new AnomalyLikelihood(model.scorer().orElseThrow());
    features = model.features().size();
    String forecast =
        model.outputs().stream().flatMap(o -> o.forecasts().stream()).findFirst().orElseThrow();
    feature = model.features().stream().map(f -> f.name()).toList().indexOf(forecast);
  }

  /** Judges all readings in their order. */
  List<StationDay> judge(List<Reading> readings) {
    List<StationDay> days = new ArrayList<>(readings.size());
    for (Reading reading : readings) {
      days.add(stations.computeIfAbsent(reading.station(), s -> new Station()).judge(reading));
    }
    return days;
  }

  private final class Station {

    private final float[] lastWeek = new float[WEEK];
    private final double[] running = new double[scaling.runningNumbers()];
    private final double[] scores = new double[scorer.numbers()];
    private final float[] row = new float[features];
    private int days;

    StationDay judge(Reading reading) {
      float entries = reading.entries();
      float expected = days < WEEK ? Float.NaN : lastWeek[days % WEEK];
      double error = days < WEEK ? 0 : Math.abs(scaled(entries) - scaled(expected));
      double score = scorer.score(error, entries, scores, 0);
      scaling.apply(new float[] {entries}, reading.time(), running, row);
      lastWeek[days % WEEK] = entries;
      days++;
      return new StationDay(reading.date(), reading.station(), entries, expected, error, score);
    }

    private double scaled(float raw) {
      return scaling.scaled(feature, raw, running);
    }
  }
}
