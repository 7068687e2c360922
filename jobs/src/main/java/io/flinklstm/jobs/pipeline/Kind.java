package io.flinklstm.jobs.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a setting's value may be.
 *
 * @param expected in words, as errors and tables say it
 * @param schema of the value, in JSON Schema
 */
record Kind<T>(String expected, ObjectNode schema, Reader<T> reader) {

  /** Makes something of what a file says. */
  interface Reader<T> {

    /** Empty where this is no such value: then the place has been told so. */
    Optional<T> read(Value value, Place place);
  }

  private static final Pattern SPAN = Pattern.compile("(\\d{1,15}) ?(ms|s|min|h|d)");
  private static final Duration LONGEST = Duration.ofMillis(999_999_999_999_999L);

  Optional<T> read(Value value, Place place) {
    return reader.read(value, place);
  }

  static Kind<String> text() {
    return scalar("text", words(), text -> text.isBlank() ? null : text);
  }

  /** Text, or none. */
  static Kind<String> anyText() {
    return scalar("text", words(), text -> text);
  }

  static Kind<Integer> whole(int least, int most) {
    return scalar(
        "a whole number from " + least + " to " + most,
        orReference(schema("integer").put("minimum", least).put("maximum", most)),
        text -> {
          int number = Integer.parseInt(text);
          return number >= least && number <= most ? number : null;
        });
  }

  static Kind<Boolean> flag() {
    return scalar(
        "true or false",
        orReference(schema("boolean")),
        text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null);
  }

  /** A span of time of at least a millisecond. */
  static Kind<Duration> span() {
    return span("a time such as 500 ms, 10 s, 15 min, 2 h or 30 d", Duration.ofMillis(1), LONGEST);
  }

  /** A span of time of at least so many minutes. */
  static Kind<Duration> minutes(int least) {
    return span(
        "a time of at least " + least + " min such as 15 min, 2 h or 30 d",
        Duration.ofMinutes(least),
        LONGEST);
  }

  /** A span of time of at most so many days. */
  static Kind<Duration> days(int most) {
    return span(
        "a time of at most " + most + " d such as 15 min or 2 h",
        Duration.ofMillis(1),
        Duration.ofDays(most));
  }

  private static Kind<Duration> span(String expected, Duration least, Duration most) {
    return scalar(
        expected,
        orReference(schema("string").put("pattern", "^" + SPAN.pattern() + "$")),
        text -> {
          Matcher span = SPAN.matcher(text);
          Duration duration = span.matches() ? span(span) : Duration.ZERO;
          return duration.compareTo(least) < 0 || duration.compareTo(most) > 0 ? null : duration;
        });
  }

  private static Duration span(Matcher span) {
    ChronoUnit unit =
        switch (span.group(2)) {
          case "ms" -> ChronoUnit.MILLIS;
          case "s" -> ChronoUnit.SECONDS;
          case "min" -> ChronoUnit.MINUTES;
          case "h" -> ChronoUnit.HOURS;
          default -> ChronoUnit.DAYS;
        };
    long count = Long.parseLong(span.group(1));
    return count > LONGEST.dividedBy(unit.getDuration())
        ? Duration.ofSeconds(Long.MAX_VALUE) // whose milliseconds no long holds
        : Duration.of(count, unit);
  }

  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    Map<String, E> choices =
        Stream.of(type.getEnumConstants())
            .collect(
                Collectors.toMap(
                    Kind::spell, e -> e, (first, second) -> first, LinkedHashMap::new));
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    choices.keySet().forEach(schema.putArray("enum")::add);
    return scalar(String.join(" or ", choices.keySet()), orReference(schema), choices::get);
  }

  /** As a constant is spelt in the file. */
  static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Text that something else makes sense of, or refuses by an {@link IllegalArgumentException}. */
  static <T> Kind<T> parsed(String expected, Function<String, T> parser) {
    return scalar(expected, words(), parser);
  }

  /** One, or a list of them. */
  static <T> Kind<List<T>> list(Kind<T> of) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ObjectNode array = schema("array");
    array.set("items", of.schema);
    schema.putArray("anyOf").add(of.schema).add(array);
    String expected = of.expected + ", or a list of them";
    return new Kind<>(expected, schema, (value, place) -> all(of, value, expected, place));
  }

  private static <T> Optional<List<T>> all(Kind<T> of, Value value, String expected, Place place) {
    List<Value> elements = value.elements();
    if (elements.isEmpty()) {
      return place.refuse(value, expected);
    }
    List<T> list = new ArrayList<>();
    elements.forEach(element -> of.read(element, place).ifPresent(list::add));
    return list.size() < elements.size() ? Optional.empty() : Optional.of(List.copyOf(list));
  }

  /** Any names with a value each. */
  static <T> Kind<Map<String, T>> map(Kind<T> of) {
    ObjectNode schema = schema("object");
    schema.set("additionalProperties", of.schema);
    String expected = "names with " + of.expected + " each";
    return new Kind<>(expected, schema, (value, place) -> entries(of, value, expected, place));
  }

  private static <T> Optional<Map<String, T>> entries(
      Kind<T> of, Value value, String expected, Place place) {
    List<Value.Entry> entries = value.entries().orElse(List.of());
    if (entries.isEmpty()) {
      return place.refuse(value, expected);
    }
    Map<String, Value> found = place.unique(entries);
    Map<String, T> map = new LinkedHashMap<>();
    found.forEach(
        (name, entry) -> of.read(entry, place.in(name)).ifPresent(read -> map.put(name, read)));
    return map.size() < entries.size() ? Optional.empty() : Optional.of(map);
  }

  private static <T> Kind<T> scalar(
      String expected, ObjectNode schema, Function<String, T> parser) {
    return new Kind<>(
        expected,
        schema,
        (value, place) -> {
          try {
            Optional<T> read = value.text().map(parser);
            return read.isPresent() ? read : place.refuse(value, expected);
          } catch (Substitution.UnresolvedException e) {
            return place.refuse(value.line(), e.getMessage(), e.expected());
          } catch (IllegalArgumentException e) {
            return place.refuse(value, expected);
          }
        });
  }

  /** YAML takes words such as 7 and true for something else; here they are text. */
  private static ObjectNode words() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.putArray("type").add("string").add("number").add("boolean");
    return schema;
  }

  private static ObjectNode orReference(ObjectNode value) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema
        .putArray("anyOf")
        .add(value)
        .add(schema("string").put("pattern", "\\$\\{(ENV|FILE):[^}]+\\}"));
    return schema;
  }

  private static ObjectNode schema(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
