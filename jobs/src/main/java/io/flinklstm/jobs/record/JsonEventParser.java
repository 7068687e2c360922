package io.flinklstm.jobs.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Arrays;

/**
 * Reads {@code {"key": "Clark_Lake", "time": "2011-02-02", "values": [3.86]}}, or what a {@link
 * Layout} finds elsewhere in a document.
 */
final class JsonEventParser implements EventParser {

  private static final int MAX_DEPTH = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(EventValue.MAX_LENGTH)
                  .maxStringLength(Utf8Text.MAX_BYTES)
                  .maxNameLength(EventKey.MAX_LENGTH)
                  .maxDocumentLength(Utf8Text.MAX_BYTES)
                  .build())
          .build();

  private final Layout layout;
  private final Wanted wanted;
  private final String[] places; // of each value, as errors name them
  private final Utf8Text text;

  // Of the present document:
  private String key; // null as long as it is not found
  private long time;
  private boolean timed;
  private float[] values; // null as long as none is found

  JsonEventParser(Layout layout) {
    this.layout = layout;
    this.text = new Utf8Text(layout.format());
    this.wanted = Wanted.of(layout);
    this.places = new String[layout.width()];
    Arrays.setAll(places, layout::place);
  }

  @Override
  public Event parse(byte[] document, Origin origin) throws UnreadableException {
    CharBuffer decoded = text.decode(document);
    try (JsonParser json = JSON.createParser(decoded.array(), 0, decoded.limit())) {
      return event(json, origin);
    } catch (StreamConstraintsException e) {
      throw new UnreadableException("beyond limits: " + e.getOriginalMessage());
    } catch (JsonParseException e) {
      throw new UnreadableException("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UnreadableException("not readable: " + e.getMessage());
    }
  }

  private Event event(JsonParser json, Origin origin) throws IOException, UnreadableException {
    key = null;
    timed = false;
    values = null;
    expect(json.nextToken(), JsonToken.START_OBJECT, "the document");
    read(json, wanted);
    if (json.nextToken() != null) {
      throw new UnreadableException("found more after the document's end");
    }
    require(key != null, layout.key().text());
    require(timed, layout.time().text());
    require(values != null || !layout.values().isEmpty(), Layout.ALL);
    return new Event(key, time, values == null ? missing() : values, origin);
  }

  /** Reads the value at the current token, and leaves its last token current. */
  private void read(JsonParser json, Wanted place) throws IOException, UnreadableException {
    if (place.here.length > 0) {
      for (int what : place.here) {
        take(json, what);
      }
    } else if (json.currentToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        Wanted field = place.field(json.currentName());
        json.nextToken();
        readOrSkip(json, field);
      }
    } else if (json.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
        readOrSkip(json, place.element(i));
      }
    }
  }

  private void readOrSkip(JsonParser json, Wanted place) throws IOException, UnreadableException {
    if (place == null) {
      json.skipChildren();
    } else {
      read(json, place);
    }
  }

  private void take(JsonParser json, int what) throws IOException, UnreadableException {
    switch (what) {
      case Wanted.KEY -> key = key(json, layout.key().text());
      case Wanted.TIME -> {
        time = EventTime.parse(json, layout.time().text());
        timed = true;
      }
      case Wanted.ALL_VALUES -> values = values(json);
      default -> {
        if (values == null) {
          values = missing();
        }
        values[what] =
            layout.values().get(what) instanceof FieldReading.Category category
                ? category(json, category, places[what])
                : valueOrMissing(json, places[what]);
      }
    }
  }

  private float[] missing() {
    float[] none = new float[layout.width()];
    Arrays.fill(none, Float.NaN);
    return none;
  }

  /** A number, true and false as 1 and 0, or NaN for null: what is missing is the operator's. */
  private static float valueOrMissing(JsonParser json, String path)
      throws IOException, UnreadableException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> Float.NaN;
      case VALUE_TRUE -> 1;
      case VALUE_FALSE -> 0;
      default -> value(json, path);
    };
  }

  private static float category(JsonParser json, FieldReading.Category category, String path)
      throws IOException, UnreadableException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> Float.NaN;
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_TRUE, VALUE_FALSE -> category.of(json.getText());
      default ->
          throw new UnreadableException(
              "field " + path + ": found " + found(json.currentToken()) + ", expected a text");
    };
  }

  private static String key(JsonParser json, String path) throws IOException, UnreadableException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> EventKey.check(json.getText(), path);
      case VALUE_NUMBER_INT -> EventKey.check(whole(json.getText()), path);
      default ->
          throw new UnreadableException(
              "field "
                  + path
                  + ": found "
                  + found(json.currentToken())
                  + ", expected a text or a whole number");
    };
  }

  /** JSON writes each whole number in one way, but for nought. */
  private static String whole(String number) {
    return number.equals("-0") ? "0" : number;
  }

  private float[] values(JsonParser json) throws IOException, UnreadableException {
    expect(json.currentToken(), JsonToken.START_ARRAY, "field values");
    int width = layout.width();
    float[] values = new float[width];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count < width) {
        values[count] = value(json, places[count]);
      } else {
        json.skipChildren();
      }
      count++;
    }
    if (count != width) {
      throw new UnreadableException(
          "field values: found " + count + " values, expected " + width + " as the model's fields");
    }
    return values;
  }

  private static float value(JsonParser json, String path) throws IOException, UnreadableException {
    if (json.currentToken() == null || !json.currentToken().isNumeric()) {
      throw new UnreadableException(
          "field " + path + ": found " + found(json.currentToken()) + ", expected a number");
    }
    return EventValue.ofNumber(json.getText(), path);
  }

  private static void require(boolean found, String field) throws UnreadableException {
    if (!found) {
      throw new UnreadableException("field " + field + " is missing");
    }
  }

  static void expect(JsonToken found, JsonToken expected, String where) throws UnreadableException {
    if (found != expected) {
      throw new UnreadableException(
          where + ": found " + found(found) + ", expected " + found(expected));
    }
  }

  static String found(JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      default -> token.name();
    };
  }
}
