package io.flinklstm.operators;

/** Thrown by a {@link FeatureExtractor} whose event has more or fewer values than fit. */
public final class WrongWidthException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public WrongWidthException(int found, int expected) {
    super("found " + found + " values, expected " + expected);
  }
}
