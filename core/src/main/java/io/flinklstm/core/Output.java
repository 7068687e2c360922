package io.flinklstm.core;

import java.util.Optional;

/**
 * One output of the head.
 *
 * @param name shown in results
 * @param forecasts the feature whose coming value this output foretells, if it does; the output is
 *     then given in that feature's raw units
 * @param form how the forecast is read
 * @param ahead how many events ahead that value is: 1 for the next one, which is then judged by
 *     what arrives; what lies further ahead is given out and not judged
 */
public record Output(String name, Optional<String> forecasts, Form form, int ahead) {

  public Output {
    if (ahead < 1) {
      throw new IllegalArgumentException(
          "output " + name + ": found " + ahead + " events ahead, expected 1 or more");
    }
  }

  /** An output that foretells the next event's value, or none. */
  public Output(String name, Optional<String> forecasts, Form form) {
    this(name, forecasts, form, 1);
  }

  /** Whether the next event shows how good this output was. */
  public boolean judged() {
    return forecasts.isPresent() && ahead == 1;
  }

  /** How a forecast is read. */
  public enum Form {
    /** The head gives the coming scaled value. */
    VALUE,
    /** The head gives the difference of the coming scaled value to the present one. */
    CHANGE
  }
}
