package io.flinklstm.jobs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records into an input topic, and knows a stream that is the same each time. */
public final class TestInput implements AutoCloseable {

  static final int KEYS = 13;
  private static final long DAY = 86_400_000L;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  public TestInput(Topics topics) {
    this(topics, topics.input());
  }

  /** Into another topic there. */
  public TestInput(Topics topics, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                topics.bootstrapServers(),
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The i-th event of the stream: keys in turn, one day after the other. */
  static byte[] event(int i) {
    double value = 5 + 3 * Math.sin(i / 40.0) + new Random(i).nextGaussian();
    long time = i / KEYS * DAY;
    String json = "{\"key\":\"%s\",\"time\":%d,\"values\":[%s]}";
    return json.formatted(key(i), time, (float) value).getBytes(StandardCharsets.UTF_8);
  }

  static String key(int i) {
    return "key-" + i % KEYS;
  }

  /** Writes the stream's events from the first to before the second. */
  public void write(int from, int to) {
    for (int i = from; i < to; i++) {
      write(key(i), event(i));
    }
    producer.flush();
  }

  public void write(String key, byte[] value) {
    write(key, value, List.of());
  }

  void write(String key, byte[] value, List<Header> headers) {
    byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    sent.add(producer.send(new ProducerRecord<>(topic, null, bytes, value, headers)));
  }

  /** Fails where a record did not reach the broker. */
  @Override
  public void close() throws ExecutionException, InterruptedException {
    producer.close();
    for (Future<RecordMetadata> record : sent) {
      record.get();
    }
  }
}
