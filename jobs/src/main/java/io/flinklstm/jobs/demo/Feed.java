package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.kafka.TopicFeed;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Writes readings into the input topic, spread over time. */
final class Feed implements AutoCloseable {

  private final TopicFeed topic;

  Feed(String bootstrapServers, String topic) {
    this.topic = new TopicFeed(bootstrapServers, topic, Map.of());
  }

  /** Writes all, spread evenly over the duration, and returns when the broker has them. */
  void write(List<Reading> readings, Duration duration) {
    long start = System.nanoTime();
    for (int i = 0; i < readings.size(); i++) {
      TopicFeed.waitUntil(start + duration.toNanos() / readings.size() * i);
      write(readings.get(i));
    }
    finish();
  }

  /** Writes one; it is on its way afterwards. */
  void write(Reading reading) {
    topic.send(reading.key(), reading.json());
  }

  /** Returns when the broker has all that was written. */
  void finish() {
    topic.flush();
  }

  @Override
  public void close() {
    topic.close();
  }
}
