package io.flinklstm.models.onnx;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of the graph.
 *
 * @param name for errors; the first output's where the node has none
 * @param inputs names; empty text for one that is left out
 * @param attributes Long, Float, String, RawTensor, {@code List<Long>}, {@code float[]} or {@code
 *     List<String>} by name
 */
record OnnxNode(
    String name,
    String op,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {

  static OnnxNode read(Protobuf in, ExternalData files) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, Object> attributes = new HashMap<>();
    String name = "";
    String op = "";
    String domain = "";
    while (in.next()) {
      switch (in.number()) {
        case 1 -> inputs.add(in.text());
        case 2 -> outputs.add(in.text());
        case 3 -> name = in.text();
        case 4 -> op = in.text();
        case 5 -> attribute(in.message("attribute"), files, attributes);
        case 7 -> domain = in.text();
        default -> in.skip();
      }
    }
    String shown = name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
    return new OnnxNode(shown, op, domain, inputs, outputs, attributes);
  }

  private static void attribute(Protobuf in, ExternalData files, Map<String, Object> attributes) {
    String name = "";
    Object value = null;
    List<Long> wholes = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    while (in.next()) {
      switch (in.number()) {
        case 1 -> name = in.text();
        case 2 -> value = in.real();
        case 3 -> value = in.whole();
        case 4 -> value = in.text();
        case 5 -> value = OnnxTensor.read(in.message("tensor"), files);
        case 7 -> value = joined(value, in.reals());
        case 8 -> in.wholes(wholes);
        case 9 -> texts.add(in.text());
        default -> in.skip();
      }
    }
    if (!wholes.isEmpty()) {
      value = wholes;
    } else if (!texts.isEmpty()) {
      value = texts;
    }
    attributes.put(name, value == null ? List.of() : value);
  }

  private static float[] joined(Object before, float[] more) {
    if (!(before instanceof float[] first)) {
      return more;
    }
    float[] all = new float[first.length + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  String input(int i) {
    return i < inputs.size() ? inputs.get(i) : "";
  }

  String output(int i) {
    return i < outputs.size() ? outputs.get(i) : "";
  }

  long whole(String attribute, long otherwise) {
    return get(attribute, Long.class).orElse(otherwise);
  }

  float real(String attribute, float otherwise) {
    return get(attribute, Float.class).orElse(otherwise);
  }

  String text(String attribute, String otherwise) {
    return get(attribute, String.class).orElse(otherwise);
  }

  Optional<RawTensor> tensor(String attribute) {
    return get(attribute, RawTensor.class);
  }

  float[] reals(String attribute) {
    return attributes.get(attribute) instanceof float[] values ? values : new float[0];
  }

  /** Whole numbers, or empty where there are none. */
  Optional<long[]> wholes(String attribute) {
    return get(attribute, List.class)
        .map(list -> ((List<?>) list).stream().mapToLong(v -> checked(attribute, v)).toArray());
  }

  /** Texts, or none. */
  List<String> texts(String attribute) {
    return get(attribute, List.class).stream()
        .flatMap(list -> ((List<?>) list).stream().map(String::valueOf))
        .toList();
  }

  private long checked(String attribute, Object value) {
    if (value instanceof Long whole) {
      return whole;
    }
    throw refused("attribute " + attribute + " " + value, "whole numbers");
  }

  private <T> Optional<T> get(String attribute, Class<T> type) {
    Object value = attributes.get(attribute);
    if (value != null && !type.isInstance(value)) {
      throw refused("attribute " + attribute + " " + value, "a " + type.getSimpleName());
    }
    return Optional.ofNullable(type.cast(value));
  }

  ModelFormatException refused(String found, String expected) {
    return new ModelFormatException("node " + name + " (" + op + ")", found, expected);
  }
}
