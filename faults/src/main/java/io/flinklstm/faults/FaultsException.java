package io.flinklstm.faults;

/** The harness cannot go on, or something promised did not happen in time. */
public final class FaultsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public FaultsException(String message) {
    super(message);
  }

  public FaultsException(String message, Throwable cause) {
    super(message, cause);
  }
}
