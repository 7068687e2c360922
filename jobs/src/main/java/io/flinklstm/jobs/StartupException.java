package io.flinklstm.jobs;

/**
 * A start that cannot succeed. The message alone is shown, as one line: it says what was found,
 * what is needed and what to do.
 */
public final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What a failure says at its bottom, where that which can be mended lies. */
  public static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
