package io.flinklstm.jobs.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings of Kafka's clients that no message may show, whole or in part. */
public final class Secrets {

  private static final Pattern SECRET =
      Pattern.compile("password|secret|jaas|\\.key$|token|assertion|credential");
  private static final Pattern BETWEEN = Pattern.compile("[\\s\"'=;]+");
  private static final Pattern NO_SECRET =
      Pattern.compile(
          "required|requisite|sufficient|optional|username|password|[\\w.]+LoginModule");

  private final List<String> parts;

  /**
   * @param kafka settings of clients
   */
  public Secrets(Map<String, String> kafka) {
    parts =
        kafka.entrySet().stream()
            .filter(setting -> isSecret(setting.getKey()))
            .map(Map.Entry::getValue)
            .map(Secrets::parts)
            .flatMap(Collection::stream)
            .distinct()
            .sorted((a, b) -> b.length() - a.length())
            .toList();
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** The value, and its words: a parser's complaint quotes the word it stumbles over. */
  private static List<String> parts(String value) {
    return Stream.concat(Stream.of(value), BETWEEN.splitAsStream(value))
        .filter(part -> !part.isBlank() && !NO_SECRET.matcher(part).matches())
        .toList();
  }

  /** The text without them. */
  public String hide(String text) {
    String hidden = text;
    for (String part : parts) {
      hidden = hidden.replaceAll("(?<!\\w)" + Pattern.quote(part) + "(?!\\w)", "[hidden]");
    }
    return hidden;
  }
}
