package io.flinklstm.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.core.Feature;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.ScorerDescription;
import io.flinklstm.models.format.JsonObject;
import java.util.TreeMap;

/** Writes the bundle's description: equal descriptions give equal text, on every JDK. */
final class DescriptionText {

  // The JDK changed how it prints doubles in version 19; Jackson's own writer has one form.
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build());

  private DescriptionText() {}

  static String of(ModelDescription description) {
    ObjectNode json = object().put("version", DescriptionJson.VERSION);
    json.put("name", description.name()).put("task", JsonObject.spell(description.task()));
    ArrayNode features = json.putArray("features");
    description.features().forEach(f -> features.add(feature(f)));
    ArrayNode layers = json.putArray("layers");
    description.layers().forEach(l -> layers.add(LayerText.of(l)));
    ArrayNode outputs = json.putArray("outputs");
    description.outputs().forEach(o -> outputs.add(output(o)));
    description.scorer().ifPresent(s -> json.set("scorer", scorer(s)));
    new TreeMap<>(description.provenance()).forEach(json.putObject("provenance")::put);
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode feature(Feature feature) {
    ObjectNode json = object().put("name", feature.name());
    if (feature.source() instanceof Feature.Source.Calendar calendar) {
      json.put("source", "calendar").put("period", JsonObject.spell(calendar.period()));
      json.put("function", JsonObject.spell(calendar.function()));
    } else if (feature.source() instanceof Feature.Source.Elapsed) {
      json.put("source", "elapsed");
    } else {
      json.put("source", "field");
    }
    if (!(feature.scaling() instanceof Feature.Scaling.None)) {
      json.set("scaling", scaling(feature.scaling()));
    }
    return json;
  }

  private static ObjectNode scaling(Feature.Scaling scaling) {
    ObjectNode json = object();
    if (scaling instanceof Feature.Scaling.Standard s) {
      json.put("kind", "standard").put("mean", s.mean()).put("scale", s.scale());
    } else if (scaling instanceof Feature.Scaling.MinMax s) {
      json.put("kind", "minmax").put("scale", s.scale()).put("min", s.min());
    } else if (scaling instanceof Feature.Scaling.Running s) {
      json.put("kind", "running").put("clip", s.clip());
    }
    return json;
  }

  private static ObjectNode output(Output output) {
    ObjectNode json = object().put("name", output.name());
    output.forecasts().ifPresent(feature -> json.put("forecasts", feature));
    json.put("form", JsonObject.spell(output.form()));
    return output.ahead() == 1 ? json : json.put("ahead", output.ahead());
  }

  private static ObjectNode scorer(ScorerDescription scorer) {
    ObjectNode json = object().put("kind", "anomaly-likelihood");
    json.put("window", scorer.window()).put("horizon", scorer.horizon());
    json.put("learning", scorer.learning()).put("initial", scorer.initial());
    scorer.range().ifPresentOrElse(r -> json.put("range", r), () -> json.putNull("range"));
    return json;
  }
}
