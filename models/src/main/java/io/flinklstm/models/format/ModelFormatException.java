package io.flinklstm.models.format;

/**
 * A model file that is not what it should be. The message names the place in the file, what was
 * found there and what was expected; nothing of the file has been used.
 */
public final class ModelFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String place;
  private final String found;
  private final String expected;

  /**
   * @param place where in the file, outermost first, for example {@code header: tensor fc.bias}
   * @param found what is there
   * @param expected what should be there, or what to do
   */
  public ModelFormatException(String place, Object found, String expected) {
    this(place, String.valueOf(found), expected, null);
  }

  private ModelFormatException(String place, String found, String expected, Throwable cause) {
    super(place + ": found " + found + ", expected " + expected, cause);
    this.place = place;
    this.found = found;
    this.expected = expected;
  }

  /** This error, with what encloses its place before it: a file's name, a layer. */
  public ModelFormatException in(Object enclosing) {
    return new ModelFormatException(enclosing + ": " + place, found, expected, this);
  }

  /** This error with the one that caused it. */
  public ModelFormatException because(Throwable cause) {
    return new ModelFormatException(place, found, expected, cause);
  }

  /** Where in the file. */
  public String place() {
    return place;
  }

  /** What was found there. */
  public String found() {
    return found;
  }

  /** What was expected there. */
  public String expected() {
    return expected;
  }
}
