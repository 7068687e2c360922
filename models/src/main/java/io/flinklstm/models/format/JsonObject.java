package io.flinklstm.models.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One object of a description, read strictly: each field is asked for by name and type, and {@link
 * #finish} fails on any that was not.
 */
public final class JsonObject {

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String place;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  private JsonObject(String place, JsonNode node) {
    this.place = place;
    this.node = node;
    if (!node.isObject()) {
      throw new ModelFormatException(place, describe(node), "an object of named fields");
    }
  }

  /** Parses JSON text; {@code place} begins the place of every error. */
  public static JsonObject parse(String place, String text) {
    return parse(place, text, JSON);
  }

  /** Parses text with a mapper of another syntax. */
  public static JsonObject parse(String place, String text, ObjectMapper mapper) {
    try {
      return new JsonObject(place, mapper.readTree(text));
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new ModelFormatException(place + at, e.getOriginalMessage(), "well-formed text")
          .because(e);
    }
  }

  /** Where this object stands. */
  public String place() {
    return place;
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    asked.add(name);
    return node.hasNonNull(name);
  }

  /** A text. */
  public String text(String name) {
    JsonNode value = field(name, "a text");
    if (!value.isTextual()) {
      throw wrong(name, value, "a text");
    }
    return value.textValue();
  }

  /** A text, or the given one where there is none. */
  public String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  /** Any single value, as text. */
  public String scalar(String name) {
    JsonNode value = field(name, "a single value");
    if (!value.isValueNode()) {
      throw wrong(name, value, "a single value");
    }
    return value.asText();
  }

  /** A whole number of at least {@code least}. */
  public int whole(String name, int least) {
    JsonNode value = field(name, "a whole number");
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
      throw wrong(name, value, "a whole number of at least " + least);
    }
    return value.intValue();
  }

  /** A finite number. */
  public double number(String name) {
    JsonNode value = field(name, "a number");
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(name, value, "a finite number");
    }
    return value.doubleValue();
  }

  /** Finite numbers. */
  public double[] numbers(String name) {
    JsonNode values = field(name, "a list of numbers");
    if (!values.isArray()) {
      throw wrong(name, values, "a list of numbers");
    }
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode value = values.get(i);
      if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
        throw wrong(name + "[" + i + "]", value, "a finite number");
      }
      numbers[i] = value.doubleValue();
    }
    return numbers;
  }

  /** Texts. */
  public List<String> texts(String name) {
    JsonNode values = field(name, "a list of texts");
    if (!values.isArray()) {
      throw wrong(name, values, "a list of texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isTextual()) {
        throw wrong(name + "[" + texts.size() + "]", value, "a text");
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  /** True or false. */
  public boolean flag(String name) {
    JsonNode value = field(name, "true or false");
    if (!value.isBoolean()) {
      throw wrong(name, value, "true or false");
    }
    return value.booleanValue();
  }

  /** True or false, or the given one where there is none. */
  public boolean flag(String name, boolean otherwise) {
    return has(name) ? flag(name) : otherwise;
  }

  /** A constant of an enum, written in lower case. */
  public <E extends Enum<E>> E choice(String name, Class<E> type) {
    String found = text(name);
    for (E constant : type.getEnumConstants()) {
      if (spell(constant).equals(found)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(JsonObject::spell)
            .collect(Collectors.joining(", "));
    throw new ModelFormatException(place + "." + name, found, "one of " + known);
  }

  /** How a constant is written. */
  public static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An object within this one. */
  public JsonObject object(String name) {
    return new JsonObject(place + "." + name, field(name, "an object"));
  }

  /** A list of objects. */
  public List<JsonObject> objects(String name) {
    JsonNode values = field(name, "a list");
    if (!values.isArray()) {
      throw wrong(name, values, "a list");
    }
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode value : values) {
      objects.add(new JsonObject(place + "." + name + "[" + objects.size() + "]", value));
    }
    return objects;
  }

  /** The field as it is parsed, for what has several forms. */
  public JsonNode node(String name) {
    return field(name, "a value");
  }

  /** The names of all fields, in the order of the text. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    Iterator<String> each = node.fieldNames();
    each.forEachRemaining(names::add);
    return names;
  }

  /** Fails where a field has not been asked for: a misspelling, or of a later version. */
  public void finish() {
    for (String name : names()) {
      if (!asked.contains(name)) {
        String known = asked.stream().sorted().collect(Collectors.joining(", "));
        throw new ModelFormatException(place + "." + name, "a field unknown here", known);
      }
    }
  }

  private JsonNode field(String name, String expected) {
    asked.add(name);
    JsonNode value = node.get(name);
    if (value == null) {
      throw new ModelFormatException(place + "." + name, "nothing", expected);
    }
    return value;
  }

  private ModelFormatException wrong(String name, JsonNode value, String expected) {
    return new ModelFormatException(place + "." + name, describe(value), expected);
  }

  private static String describe(JsonNode value) {
    String text = value.isValueNode() ? value.asText() : value.getNodeType().toString();
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }
}
