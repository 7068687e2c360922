package io.flinklstm.core;

import java.util.Optional;

/**
 * One output of the head.
 *
 * @param name shown in results
 * @param forecasts the feature whose next value this output foretells, if it does; the output is
 *     then given in that feature's raw units
 * @param form how the forecast is read
 */
public record Output(String name, Optional<String> forecasts, Form form) {

  /** How a forecast is read. */
  public enum Form {
    /** The head gives the next scaled value. */
    VALUE,
    /** The head gives the difference of the next scaled value to the present one. */
    CHANGE
  }
}
