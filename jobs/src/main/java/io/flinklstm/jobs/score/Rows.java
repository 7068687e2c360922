package io.flinklstm.jobs.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of a file as texts by column. A row that cannot be read is empty. */
final class Rows {

  private static final JsonFactory JSON = new JsonFactory();

  private Rows() {}

  /** CSV whose first line names the columns. */
  static Iterator<Map<String, String>> csv(InputStream in) throws IOException {
    CsvSchema header = CsvSchema.emptySchema().withHeader();
    MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(header)
            .readValues(new InputStreamReader(in, StandardCharsets.UTF_8));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Map<String, String> next() {
        try {
          return rows.nextValue();
        } catch (JsonProcessingException e) {
          return Map.of();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** A JSON object a line; {@code values}, a list as the job takes it, becomes columns 0, 1, ... */
  static Iterator<Map<String, String>> jsonLines(InputStream in) {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    Stream<String> lines = reader.lines().filter(line -> !line.isBlank());
    return lines.map(Rows::ofLine).iterator();
  }

  /** Numbers stay the text they are: by way of double a float would be rounded twice. */
  private static Map<String, String> ofLine(String line) {
    Map<String, String> row = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("values") && json.currentToken() == JsonToken.START_ARRAY) {
          values(json, row);
        } else if (json.currentToken().isStructStart()) {
          json.skipChildren();
        } else {
          row.put(name, json.getText());
        }
      }
      return row;
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static void values(JsonParser json, Map<String, String> row) throws IOException {
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (json.currentToken().isStructStart()) {
        json.skipChildren();
      } else {
        row.put(Integer.toString(i), json.getText());
      }
    }
  }
}
