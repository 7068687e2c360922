package io.flinklstm.jobs.demo;

import io.flinklstm.jobs.StartupException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes readings into the input topic, in order and each once: an idempotent producer. */
final class Feed implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  Feed(String bootstrapServers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Writes all, spread evenly over the duration, and returns when the broker has them. */
  void write(List<Reading> readings, Duration duration) {
    long start = System.nanoTime();
    for (int i = 0; i < readings.size(); i++) {
      waitUntil(start + duration.toNanos() / readings.size() * i);
      write(readings.get(i));
    }
    finish();
  }

  /** Writes one; it is on its way afterwards. */
  void write(Reading reading) {
    producer.send(
        new ProducerRecord<>(topic, reading.key(), reading.json()),
        (metadata, exception) -> failure.compareAndSet(null, exception));
  }

  /** Returns when the broker has all that was written. */
  void finish() {
    producer.flush();
    if (failure.get() != null) {
      throw new StartupException(
          "writing to topic " + topic + " failed: " + failure.get().getMessage(), failure.get());
    }
  }

  private static void waitUntil(long time) {
    long left = time - System.nanoTime();
    if (left > 0) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
