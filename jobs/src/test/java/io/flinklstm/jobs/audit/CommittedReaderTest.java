package io.flinklstm.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.SharedBroker;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class CommittedReaderTest {

  private static final String TOPIC = "read-in-part";

  @Test
  void theLastRecordsAreThoseOfEachPartitionAndAShortOneLeavesItsShare() {
    SharedBroker.create(List.of(TOPIC), 2);
    produce(0, 10);
    produce(1, 2);
    SortedSet<String> read = new TreeSet<>();
    try (CommittedReader reader =
        new CommittedReader(SharedBroker.bootstrapServers(), List.of(TOPIC))) {
      reader.skipToLast(6);
      reader.readToEnd(record -> read.add(record.partition() + ":" + record.offset()));
    }
    assertThat(read).containsExactly("0:6", "0:7", "0:8", "0:9", "1:0", "1:1");
  }

  private static void produce(int partition, int records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedBroker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[1]));
      }
    }
  }
}
