package io.flinklstm.jobs;

import java.util.List;
import java.util.stream.Stream;

/**
 * The Kafka cluster of a pipeline and its topics there.
 *
 * @param bootstrapServers as in Kafka's {@code bootstrap.servers}
 * @param input events, JSON
 * @param output results, JSON, keyed as the events
 * @param deadLetters what could not be scored and why, JSON
 * @param late events that the watermark had passed; may be the dead letters
 */
public record Topics(
    String bootstrapServers, String input, String output, String deadLetters, String late) {

  /** Late events are dead letters. */
  public Topics(String bootstrapServers, String input, String output, String deadLetters) {
    this(bootstrapServers, input, output, deadLetters, deadLetters);
  }

  /** Topics of these names on another Kafka cluster. */
  public Topics at(String servers) {
    return new Topics(servers, input, output, deadLetters, late);
  }

  /** All topics. */
  public List<String> names() {
    return Stream.of(input, output, deadLetters, late).distinct().toList();
  }
}
