package io.flinklstm.jobs.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.jobs.record.Categories;
import io.flinklstm.jobs.record.FieldPath;
import io.flinklstm.jobs.record.FieldReading;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A feature as a file says it: a path, or {@code {path: body.colour, categories: [red, green]}},
 * and with {@code one-hot: true} a field of the model for each category.
 *
 * @param categories of a text; empty for a number
 */
record InputFeature(FieldPath path, Optional<Categories> categories, boolean oneHot) {

  private static final Kind<List<String>> TEXTS =
      Kind.list(
          Kind.parsed(
              "text",
              text -> {
                if (text.isEmpty()) {
                  throw new IllegalArgumentException(text); // it is a missing value
                }
                return text;
              }));
  private static final String PATH = "path";
  private static final String CATEGORIES = "categories";
  private static final String ONE_HOT = "one-hot";
  private static final Set<String> NAMES = Set.of(PATH, CATEGORIES, ONE_HOT);

  static Kind<InputFeature> kind(Kind<FieldPath> path) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ObjectNode category = schema.putArray("anyOf").add(path.schema()).addObject();
    category.put("type", "object").put("additionalProperties", false);
    category.putArray("required").add(PATH).add(CATEGORIES);
    ObjectNode properties = category.putObject("properties");
    properties.set(PATH, path.schema());
    properties.set(CATEGORIES, TEXTS.schema());
    properties.set(ONE_HOT, Kind.flag().schema());
    return new Kind<>(
        path.expected() + ", or a path, categories (each once) and perhaps one-hot",
        schema,
        value ->
            value.entries().isPresent()
                ? category(value.entries().get(), path)
                : path.read()
                    .apply(value)
                    .map(found -> new InputFeature(found, Optional.empty(), false)));
  }

  private static Optional<InputFeature> category(List<Value.Entry> entries, Kind<FieldPath> paths) {
    Map<String, Value> said = new HashMap<>();
    for (Value.Entry entry : entries) {
      if (!NAMES.contains(entry.name()) || said.put(entry.name(), entry.value()) != null) {
        return Optional.empty();
      }
    }
    Optional<FieldPath> path = Optional.ofNullable(said.get(PATH)).flatMap(paths.read());
    Optional<List<String>> texts = Optional.ofNullable(said.get(CATEGORIES)).flatMap(TEXTS.read());
    Optional<Boolean> oneHot =
        said.containsKey(ONE_HOT)
            ? Kind.flag().read().apply(said.get(ONE_HOT))
            : Optional.of(false);
    if (path.isEmpty() || oneHot.isEmpty() || !texts.map(InputFeature::eachOnce).orElse(false)) {
      return Optional.empty();
    }
    return Optional.of(new InputFeature(path.get(), texts.map(Categories::new), oneHot.get()));
  }

  private static boolean eachOnce(List<String> texts) {
    return Set.copyOf(texts).size() == texts.size();
  }

  /** How the fields of the model that it stands for are read, by their names. */
  Map<String, FieldReading> readings(String name) {
    if (categories.isEmpty()) {
      return Map.of(name, new FieldReading.Number(path));
    } else if (!oneHot) {
      return Map.of(name, new FieldReading.Index(path, categories.get()));
    }
    Map<String, FieldReading> readings = new LinkedHashMap<>();
    for (String category : categories.get().names()) {
      int index = readings.size();
      readings.put(name + "=" + category, new FieldReading.OneHot(path, categories.get(), index));
    }
    return readings;
  }
}
