package io.flinklstm.jobs.kafka;

import io.flinklstm.jobs.StartupException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records into a topic, in order and each once: an idempotent producer. */
public final class TopicFeed implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param kafka more settings of the producer, for security
   */
  public TopicFeed(String bootstrapServers, String topic, Map<String, String> kafka) {
    this.topic = topic;
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Waits until {@link System#nanoTime} has come to a time, which may have passed. */
  public static void waitUntil(long time) {
    long left = time - System.nanoTime();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = time - System.nanoTime();
    }
  }

  /**
   * Hands a record to the producer.
   *
   * @param key null for none
   * @throws StartupException where an earlier one failed
   */
  public void send(byte[] key, byte[] value) {
    requireWritten();
    producer.send(
        new ProducerRecord<>(topic, key, value),
        (metadata, exception) -> failure.compareAndSet(null, exception));
  }

  /** Returns when the broker has all of them. */
  public void flush() {
    producer.flush();
    requireWritten();
  }

  private void requireWritten() {
    Exception reason = failure.get();
    if (reason != null) {
      throw new StartupException(
          "writing to topic " + topic + " failed: " + reason.getMessage(), reason);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
