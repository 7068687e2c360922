package io.flinklstm.jobs.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  private static final ObjectMapper JSON = new ObjectMapper();

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

  private static Map<String, String> ofLine(String line) {
    Map<String, String> row = new LinkedHashMap<>();
    try {
      JsonNode json = JSON.readTree(line);
      json.fields().forEachRemaining(field -> row.put(field.getKey(), field.getValue().asText()));
      JsonNode values = json.path("values");
      for (int i = 0; i < values.size(); i++) {
        row.put(Integer.toString(i), values.get(i).asText());
      }
      return row;
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }
}
