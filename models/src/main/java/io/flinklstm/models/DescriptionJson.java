package io.flinklstm.models;

import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.ScorerDescription;
import io.flinklstm.core.Task;
import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Reads the bundle's description; {@link DescriptionText} writes it. */
final class DescriptionJson {

  static final int VERSION = 1;

  private DescriptionJson() {}

  static ModelDescription read(String text) {
    JsonObject json = JsonObject.parse("description", text);
    int version = json.whole("version", 1);
    if (version > VERSION) {
      throw new ModelFormatException(
          "description.version", version, "at most " + VERSION + "; a newer flink-lstm reads it");
    }
    ModelDescription description =
        new ModelDescription(
            json.text("name"),
            json.choice("task", Task.class),
            features(json),
            json.objects("layers").stream().map(LayerJson::read).toList(),
            outputs(json),
            json.has("scorer") ? Optional.of(scorer(json.object("scorer"))) : Optional.empty(),
            json.has("provenance") ? provenance(json.object("provenance")) : Map.of());
    json.finish();
    return description;
  }

  static List<Feature> features(JsonObject json) {
    return json.objects("features").stream().map(DescriptionJson::feature).toList();
  }

  static List<Output> outputs(JsonObject json) {
    return json.objects("outputs").stream().map(DescriptionJson::output).toList();
  }

  private static Feature feature(JsonObject json) {
    Feature feature =
        new Feature(
            json.text("name"),
            source(json),
            json.has("scaling") ? scaling(json.object("scaling")) : new Feature.Scaling.None());
    json.finish();
    return feature;
  }

  private static Feature.Source source(JsonObject json) {
    String kind = json.text("source", "field");
    return switch (kind) {
      case "field" -> new Feature.Source.Field();
      case "calendar" ->
          new Feature.Source.Calendar(
              json.choice("period", Feature.Period.class),
              json.choice("function", Feature.Function.class));
      case "elapsed" -> new Feature.Source.Elapsed();
      default ->
          throw new ModelFormatException(
              json.place() + ".source", kind, "field, calendar or elapsed");
    };
  }

  private static Feature.Scaling scaling(JsonObject json) {
    Feature.Scaling scaling = checked(json, () -> scalingOf(json));
    json.finish();
    return scaling;
  }

  private static Feature.Scaling scalingOf(JsonObject json) {
    String kind = json.text("kind");
    return switch (kind) {
      case "none" -> new Feature.Scaling.None();
      case "standard" -> new Feature.Scaling.Standard(json.number("mean"), json.number("scale"));
      case "minmax" -> new Feature.Scaling.MinMax(json.number("scale"), json.number("min"));
      case "running" -> new Feature.Scaling.Running(json.number("clip"));
      default ->
          throw new ModelFormatException(
              json.place() + ".kind", kind, "none, standard, minmax or running");
    };
  }

  private static Output output(JsonObject json) {
    Output output =
        new Output(
            json.text("name"),
            json.has("forecasts") ? Optional.of(json.text("forecasts")) : Optional.empty(),
            json.has("form") ? json.choice("form", Output.Form.class) : Output.Form.VALUE,
            json.has("ahead") ? json.whole("ahead", 1) : 1);
    json.finish();
    return output;
  }

  static ScorerDescription scorer(JsonObject json) {
    String kind = json.text("kind");
    if (!kind.equals("anomaly-likelihood")) {
      throw new ModelFormatException(json.place() + ".kind", kind, "anomaly-likelihood");
    }
    ScorerDescription scorer =
        checked(
            json,
            () ->
                new ScorerDescription(
                    json.whole("window", 1),
                    json.whole("horizon", 1),
                    json.whole("learning", 0),
                    json.number("initial"),
                    json.has("range")
                        ? OptionalDouble.of(json.number("range"))
                        : OptionalDouble.empty()));
    json.finish();
    return scorer;
  }

  static Map<String, String> provenance(JsonObject json) {
    Map<String, String> entries = new HashMap<>();
    for (String name : json.names()) {
      entries.put(name, json.scalar(name));
    }
    return entries;
  }

  /** Gives the place to what a record's constructor finds wrong. */
  static <T> T checked(JsonObject json, Supplier<T> construction) {
    try {
      return construction.get();
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(json.place(), e.getMessage(), "values that fit").because(e);
    }
  }
}
