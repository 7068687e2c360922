package io.flinklstm.jobs.pipeline;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** Where a job without state begins to read its topic. */
public sealed interface Start extends Serializable {

  /** Where its consumer group stopped, else at the earliest record. */
  record Committed() implements Start {}

  /** At the earliest record. */
  record Earliest() implements Start {}

  /** After the latest record there is when the job starts. */
  record Latest() implements Start {}

  /** At the first record of at least this time, in epoch milliseconds, by Kafka's own clock. */
  record At(long time) implements Start {}

  /**
   * Reads what a pipeline file says.
   *
   * @throws IllegalArgumentException where it is none of these
   */
  static Start parse(String text) {
    return switch (text) {
      case "committed" -> new Committed();
      case "earliest" -> new Earliest();
      case "latest" -> new Latest();
      default -> at(text);
    };
  }

  private static Start at(String text) {
    try {
      return new At(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
