package io.flinklstm.jobs;

import io.flinklstm.jobs.audit.CommittedReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a committed-only reader of a topic finds. */
public final class Committed {

  private static final long PATIENCE_SECONDS = 120;

  private Committed() {}

  /** How many records it has as soon as there are so many, or when patience is at its end. */
  public static int count(String bootstrapServers, String topic, int expected) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    int count = 0;
    try (CommittedReader reader = new CommittedReader(bootstrapServers, List.of(topic))) {
      while (count < expected && System.nanoTime() < deadline) {
        count += reader.poll(record -> {});
      }
    }
    return count;
  }

  /** The values that it has now. */
  public static List<String> values(String bootstrapServers, String topic) {
    List<String> values = new ArrayList<>();
    try (CommittedReader reader = new CommittedReader(bootstrapServers, List.of(topic))) {
      reader.readToEnd(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
    }
    return values;
  }
}
