package io.flinklstm.jobs;

import java.util.List;
import java.util.stream.Stream;

/**
 * The Kafka cluster of a pipeline and its topics there.
 *
 * @param bootstrapServers as in Kafka's {@code bootstrap.servers}
 * @param inputs events
 * @param output results, keyed as the events
 * @param deadLetters what could not be scored and why, JSON
 * @param late events that the watermark had passed; may be the dead letters
 */
public record Topics(
    String bootstrapServers, InputTopics inputs, String output, String deadLetters, String late) {

  /** Late events are dead letters. */
  public Topics(String bootstrapServers, String input, String output, String deadLetters) {
    this(bootstrapServers, InputTopics.of(input), output, deadLetters, deadLetters);
  }

  /** Topics of these names on another Kafka cluster. */
  public Topics at(String servers) {
    return new Topics(servers, inputs, output, deadLetters, late);
  }

  /** The input in words: its name, where it is one topic. */
  public String input() {
    return inputs.toString();
  }

  /** All topics that must be there when the job starts. */
  public List<String> names() {
    return Stream.concat(inputs.named().stream(), written()).distinct().toList();
  }

  /** The topics that the job writes. */
  public Stream<String> written() {
    return Stream.of(output, deadLetters, late).distinct();
  }
}
