package io.flinklstm.jobs;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Which topics have a pipeline's events. */
public sealed interface InputTopics extends Serializable {

  /** One topic. */
  static InputTopics of(String topic) {
    return new Named(List.of(topic));
  }

  /** Whether events of this topic are read. */
  boolean include(String topic);

  /** Those that must be there when the job starts. */
  default List<String> named() {
    return List.of();
  }

  /** Those among the topics of a Kafka cluster, in the order of their names. */
  default List<String> among(Collection<String> existing) {
    return existing.stream().filter(this::include).sorted().toList();
  }

  /** Topics by their names. */
  record Named(List<String> named) implements InputTopics {

    public Named {
      named = List.copyOf(named);
    }

    @Override
    public boolean include(String topic) {
      return named.contains(topic);
    }

    @Override
    public String toString() {
      return String.join(", ", named);
    }
  }

  /**
   * All topics whose whole name matches, those to come as well; Kafka's own, which begin with two
   * underscores, never.
   *
   * @param pattern a regular expression
   */
  record Matching(String pattern) implements InputTopics {

    /**
     * @throws java.util.regex.PatternSyntaxException where it is none
     */
    public Matching {
      Pattern.compile(pattern); // alone, else its brackets could be those around it
      whole(pattern);
    }

    /** What a topic's name must match; the source and whatever asks about it go by the same. */
    Pattern whole() {
      return whole(pattern);
    }

    private static Pattern whole(String pattern) {
      return Pattern.compile("(?!__)(?:" + pattern + ")");
    }

    @Override
    public boolean include(String topic) {
      return whole().matcher(topic).matches();
    }

    @Override
    public String toString() {
      return "topics like " + pattern;
    }
  }
}
