package io.flinklstm.benchmarks.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Readings of many pumps in JSON, in turns, one pump always in one partition. */
final class PumpTopic {

  private static final int PUMPS = 10_000;
  private static final long SECOND = 1_000;
  private static final long BEGIN = 1_767_225_600_000L;

  private PumpTopic() {}

  static void fill(String bootstrapServers, String topic, long events) {
    Random random = new Random(1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.LINGER_MS_CONFIG,
                20),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (long i = 0; i < events; i++) {
        String key = "pump-" + i % PUMPS;
        producer.send(
            new ProducerRecord<>(
                topic,
                key.getBytes(StandardCharsets.UTF_8),
                json(key, BEGIN + i / PUMPS * SECOND, random)));
      }
    }
  }

  private static byte[] json(String key, long time, Random random) {
    StringBuilder text = new StringBuilder(128);
    text.append("{\"key\":\"").append(key).append("\",\"time\":").append(time);
    for (int i = 0; i < PumpModel.FIELDS; i++) {
      text.append(i == 0 ? ",\"values\":[" : ",");
      text.append(random.nextInt(40_000) / 1000.0);
    }
    return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
