package io.flinklstm.jobs.record;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a JSON document a value is: names of fields with dots between them, and positions in
 * arrays in brackets, such as {@code body.temperatures[2]}.
 *
 * @param text as it is written
 * @param steps from the document inwards: a name, or a position as a number
 */
public record FieldPath(String text, List<Object> steps) implements Serializable {

  private static final int MOST_STEPS = 8; // as deep as documents may be
  private static final int MOST_POSITION = 65_535;
  private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d{1,5})]");

  public FieldPath {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static FieldPath parse(String text) {
    List<Object> steps = new ArrayList<>();
    Matcher step = STEP.matcher(text);
    int end = 0;
    while (step.find() && step.start() == end) {
      end = step.end();
      steps.add(step.group(1) != null ? step.group(1) : (Object) position(step.group(2)));
    }
    if (end != text.length()
        || text.startsWith(".")
        || steps.isEmpty()
        || steps.size() > MOST_STEPS) {
      throw new IllegalArgumentException(text);
    }
    return new FieldPath(text, steps);
  }

  private static int position(String digits) {
    int position = Integer.parseInt(digits);
    if (position > MOST_POSITION) {
      throw new IllegalArgumentException(digits);
    }
    return position;
  }

  @Override
  public String toString() {
    return text;
  }
}
