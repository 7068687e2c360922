package io.flinklstm.jobs.pipeline;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where in a file a value is, by names.
 *
 * @param problems take what is wrong there
 * @param path such as {@code input.features.pressure}
 */
record Place(Problems problems, String path) {

  private static final int CLOSE = 3; // letters between a misspelt name and the one that was meant

  /** One name further in. */
  Place in(String name) {
    return new Place(problems, path.isEmpty() ? name : path + "." + name);
  }

  /** Notes what is wrong, and is no value. */
  <T> Optional<T> refuse(Value value, String expected) {
    return refuse(value.line(), value.shown(), expected);
  }

  /** Notes what is wrong, and is no value. */
  <T> Optional<T> refuse(int line, String found, String expected) {
    problems.add(line, path, found, expected);
    return Optional.empty();
  }

  /** By name, in the order of the file; notes names that are there twice. */
  Map<String, Value> unique(List<Value.Entry> entries) {
    Map<String, Value> found = new LinkedHashMap<>();
    for (Value.Entry entry : entries) {
      if (found.putIfAbsent(entry.name(), entry.value()) != null) {
        in(entry.name()).refuse(entry.value().line(), "it a second time", "it once");
      }
    }
    return found;
  }

  /** Notes names that mean nothing here; whether there is none. */
  boolean requireKnown(Map<String, Value> found, List<String> known) {
    boolean all = true;
    for (Map.Entry<String, Value> entry : found.entrySet()) {
      if (!known.contains(entry.getKey())) {
        all = false;
        in(entry.getKey())
            .refuse(
                entry.getValue().line(),
                "a name that means nothing here",
                meant(entry.getKey(), known));
      }
    }
    return all;
  }

  private static String meant(String name, List<String> known) {
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= CLOSE)
        .min(Comparator.comparing(candidate -> distance(name, candidate)))
        .map(candidate -> candidate + ", as it may be meant")
        .orElse("one of " + String.join(", ", known));
  }

  /** Levenshtein's: letters to insert, delete or replace. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
