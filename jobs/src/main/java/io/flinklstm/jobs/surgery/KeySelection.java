package io.flinklstm.jobs.surgery;

import java.io.Serializable;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which keys are meant.
 *
 * @param names whole keys
 * @param pattern that a whole key matches, or null for none
 */
public record KeySelection(Set<String> names, Pattern pattern) implements Serializable {

  boolean contains(String key) {
    return names.contains(key) || (pattern != null && pattern.matcher(key).matches());
  }
}
