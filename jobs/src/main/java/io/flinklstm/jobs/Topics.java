package io.flinklstm.jobs;

import java.util.List;

/**
 * The Kafka cluster of a pipeline and its topics there.
 *
 * @param bootstrapServers as in Kafka's {@code bootstrap.servers}
 * @param input events, JSON
 * @param output results, JSON, keyed as the events
 * @param deadLetters what could not be scored and why, JSON
 */
public record Topics(String bootstrapServers, String input, String output, String deadLetters) {

  /** All topics. */
  public List<String> names() {
    return List.of(input, output, deadLetters);
  }
}
