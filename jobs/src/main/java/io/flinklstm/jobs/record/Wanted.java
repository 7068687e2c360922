package io.flinklstm.jobs.record;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A place in a document that leads to things a {@link Layout} wants, or is one of them. */
final class Wanted {

  static final int KEY = -1;
  static final int TIME = -2;
  static final int ALL_VALUES = -3;

  /** What is here: a constant, or the index of a value. */
  int[] here = {};

  private final Map<String, Wanted> fields = new HashMap<>();
  private Wanted[] elements = {};

  private Wanted() {}

  /**
   * The document itself.
   *
   * @throws IllegalArgumentException where one path leads through another's value
   */
  static Wanted of(Layout layout) {
    Wanted document = new Wanted();
    document.add(layout.key(), KEY);
    document.add(layout.time(), TIME);
    if (layout.values().isEmpty()) {
      document.add(FieldPath.parse(Layout.ALL), ALL_VALUES);
    }
    for (int i = 0; i < layout.values().size(); i++) {
      document.add(layout.values().get(i).path(), i);
    }
    return document;
  }

  private void add(FieldPath path, int what) {
    Wanted at = this;
    for (Object step : path.steps()) {
      if (at.here.length > 0) {
        throw through(path);
      }
      at = step instanceof Integer position ? at.elementOrNew(position) : at.fieldOrNew(step);
    }
    if (at.leadsOn()) {
      throw through(path);
    }
    at.here = Arrays.copyOf(at.here, at.here.length + 1);
    at.here[at.here.length - 1] = what;
  }

  private static IllegalArgumentException through(FieldPath path) {
    return new IllegalArgumentException(
        path.text() + ", which is a value and also leads to another, or through one");
  }

  private Wanted fieldOrNew(Object name) {
    return fields.computeIfAbsent((String) name, unknown -> new Wanted());
  }

  private Wanted elementOrNew(int position) {
    if (position >= elements.length) {
      elements = Arrays.copyOf(elements, position + 1);
    }
    if (elements[position] == null) {
      elements[position] = new Wanted();
    }
    return elements[position];
  }

  private boolean leadsOn() {
    return !fields.isEmpty() || elements.length > 0;
  }

  /** What is wanted in this field of the object here; null for nothing. */
  Wanted field(String name) {
    return fields.get(name);
  }

  /** What is wanted at this position of the array here; null for nothing. */
  Wanted element(int position) {
    return position < elements.length ? elements[position] : null;
  }
}
