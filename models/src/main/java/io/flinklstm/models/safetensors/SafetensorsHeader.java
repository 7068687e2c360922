package io.flinklstm.models.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON header, read token by token so that nothing but the expected form passes. */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

  private static final int MAX_DEPTH = 4;
  private static final int MAX_TENSORS = 65_536;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Safetensors.MAX_HEADER)
                  .maxNumberLength(20)
                  .build())
          .build();

  /** One tensor; offsets count from the start of the data. */
  record Entry(String name, Dtype dtype, long[] shape, long begin, long end) {

    int[] intShape() {
      return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    }
  }

  static SafetensorsHeader parse(byte[] file, int from, int length) {
    if (length == 0 || file[from] != '{') {
      throw new ModelFormatException("header", "no object", "JSON that begins with {");
    }
    try (JsonParser json = JSON.createParser(utf8(file, from, length))) {
      SafetensorsHeader header = new SafetensorsHeader(new LinkedHashMap<>(), new ArrayList<>());
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        header.field(json, json.currentName());
      }
      if (json.nextToken() != null) {
        throw new ModelFormatException("header", json.currentToken(), "nothing after the object");
      }
      return header;
    } catch (IOException e) {
      throw new ModelFormatException("header", firstLine(e), "JSON of tensors").because(e);
    }
  }

  private static String utf8(byte[] file, int from, int length) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(file, from, length);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException("header", "bytes that are not UTF-8", "UTF-8").because(e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("invalid JSON");
  }

  private void field(JsonParser json, String name) throws IOException {
    expect(json, json.nextToken(), JsonToken.START_OBJECT, "header: " + name);
    if (name.equals("__metadata__")) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        expect(json, json.nextToken(), JsonToken.VALUE_STRING, "header: __metadata__ " + key);
        metadata.put(key, json.getText());
      }
    } else if (entries.size() == MAX_TENSORS) {
      throw new ModelFormatException("header", "more tensors", "at most " + MAX_TENSORS);
    } else {
      entries.add(entry(json, name));
    }
  }

  private static Entry entry(JsonParser json, String name) throws IOException {
    String place = "header: tensor " + name;
    Dtype dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "dtype" -> dtype = dtype(json, value, place);
        case "shape" -> shape = longs(json, value, place + " shape", RawTensor.MAX_DIMENSIONS);
        case "data_offsets" -> offsets = longs(json, value, place + " data_offsets", 2);
        default ->
            throw new ModelFormatException(
                place, "field " + field, "dtype, shape and data_offsets alone");
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
      throw new ModelFormatException(
          place, "an incomplete entry", "dtype, shape and two data_offsets");
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static Dtype dtype(JsonParser json, JsonToken value, String place) throws IOException {
    expect(json, value, JsonToken.VALUE_STRING, place + " dtype");
    String name = json.getText();
    for (Dtype dtype : Dtype.values()) {
      if (dtype.name().equals(name)) {
        return dtype;
      }
    }
    throw new ModelFormatException(
        place + " dtype", name, "one of " + Arrays.toString(Dtype.values()));
  }

  private static long[] longs(JsonParser json, JsonToken value, String place, int most)
      throws IOException {
    expect(json, value, JsonToken.START_ARRAY, place);
    long[] numbers = new long[most];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, place);
      if (count == most) {
        throw new ModelFormatException(place, "more than " + most + " numbers", "at most " + most);
      }
      numbers[count] = json.getLongValue();
      if (numbers[count] < 0) {
        throw new ModelFormatException(place, numbers[count], "whole numbers of at least 0");
      }
      count++;
    }
    return Arrays.copyOf(numbers, count);
  }

  private static void expect(JsonParser json, JsonToken found, JsonToken expected, String place)
      throws IOException {
    if (found != expected) {
      throw new ModelFormatException(
          place, found == null ? "the end" : json.getText(), "a JSON " + expected);
    }
  }

  /** The entries sorted by offset, once they are known to fill the data exactly. */
  List<Entry> inDataOrder(long dataBytes) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long previous = 0;
    for (Entry e : sorted) {
      String place = "header: tensor " + e.name();
      if (e.begin() != previous || e.end() < e.begin()) {
        throw new ModelFormatException(
            place, "data_offsets [" + e.begin() + ", " + e.end() + "]", "a begin of " + previous);
      }
      long bytes = RawTensor.bytes(e.name(), e.dtype(), e.shape());
      if (bytes != e.end() - e.begin()) {
        throw new ModelFormatException(
            place,
            e.end() - e.begin() + " bytes",
            bytes + " for " + e.dtype() + " " + Arrays.toString(e.shape()));
      }
      previous = e.end();
    }
    if (previous != dataBytes) {
      throw new ModelFormatException(
          "data", dataBytes + " bytes", previous + ", as the header has");
    }
    return sorted;
  }
}
