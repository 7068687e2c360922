package io.flinklstm.jobs.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables and files' contents in the place of {@code ${ENV:NAME}} and {@code
 * ${FILE:path}}, so that secrets need not be in the pipeline file.
 *
 * @param folder where relative paths begin
 * @param environment the value of a variable, null for none
 */
record Substitution(Path folder, UnaryOperator<String> environment) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(ENV|FILE):([^}]+)}");
  private static final int MAX_BYTES = 1 << 16;

  /** For text that refers to nothing. */
  static final Substitution NONE = new Substitution(Path.of(""), name -> null);

  /**
   * @throws UnresolvedException where there is no such variable or file
   */
  String apply(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(resolve(found.group(1), found.group(2))));
  }

  private String resolve(String kind, String name) {
    return kind.equals("ENV") ? variable(name) : file(name);
  }

  private String variable(String name) {
    String value = environment.apply(name);
    if (value == null) {
      throw new UnresolvedException(
          "no environment variable " + name, "one of that name, set where this command runs");
    }
    return value;
  }

  private String file(String name) {
    Path path = folder.resolve(name);
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new UnresolvedException(
            "file " + path + " of " + Files.size(path) + " bytes", "at most " + MAX_BYTES);
      }
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new UnresolvedException("file " + path + " that cannot be read (" + e + ")", "a file");
    }
  }

  /** A reference to nothing. */
  static final class UnresolvedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String expected;

    UnresolvedException(String found, String expected) {
      super(found);
      this.expected = expected;
    }

    String expected() {
      return expected;
    }
  }
}
