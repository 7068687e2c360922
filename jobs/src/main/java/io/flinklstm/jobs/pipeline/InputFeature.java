package io.flinklstm.jobs.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.jobs.record.Categories;
import io.flinklstm.jobs.record.FieldPath;
import io.flinklstm.jobs.record.FieldReading;
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
  private static final List<String> NAMES = List.of(PATH, CATEGORIES, ONE_HOT);

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
        (value, place) ->
            value.entries().isPresent()
                ? category(value, path, place)
                : path.read(value, place)
                    .map(found -> new InputFeature(found, Optional.empty(), false)));
  }

  private static Optional<InputFeature> category(Value value, Kind<FieldPath> paths, Place place) {
    Map<String, Value> said = place.unique(value.entries().orElseThrow());
    boolean known = place.requireKnown(said, NAMES);
    Optional<FieldPath> path = read(PATH, paths, value, said, place);
    Optional<List<String>> texts = read(CATEGORIES, TEXTS, value, said, place);
    Optional<Boolean> oneHot =
        said.containsKey(ONE_HOT)
            ? read(ONE_HOT, Kind.flag(), value, said, place)
            : Optional.of(false);
    if (texts.isPresent() && !eachOnce(texts.get())) {
      return place.in(CATEGORIES).refuse(said.get(CATEGORIES).line(), "one twice", "each once");
    }
    return known && path.isPresent() && texts.isPresent() && oneHot.isPresent()
        ? Optional.of(new InputFeature(path.get(), texts.map(Categories::new), oneHot.get()))
        : Optional.empty();
  }

  private static <T> Optional<T> read(
      String name, Kind<T> kind, Value all, Map<String, Value> said, Place place) {
    Place inner = place.in(name);
    return said.containsKey(name)
        ? kind.read(said.get(name), inner)
        : inner.refuse(all.line(), "nothing", kind.expected());
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
