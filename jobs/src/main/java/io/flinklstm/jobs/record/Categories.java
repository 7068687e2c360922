package io.flinklstm.jobs.record;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts that a value may be, in an order that a model was trained with. */
public final class Categories implements Serializable {

  private static final long serialVersionUID = 1;

  private final List<String> names;
  private final Map<String, Integer> indices = new HashMap<>();

  /**
   * @throws IllegalArgumentException where one is there twice
   */
  public Categories(List<String> names) {
    this.names = List.copyOf(names);
    for (String name : names) {
      if (indices.put(name, indices.size()) != null) {
        throw new IllegalArgumentException("found " + name + " twice, expected each once");
      }
    }
  }

  /** In their order. */
  public List<String> names() {
    return names;
  }

  /** Counted from 0; -1 for none. */
  int indexOf(String text) {
    return indices.getOrDefault(text, -1);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Categories other && names.equals(other.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
