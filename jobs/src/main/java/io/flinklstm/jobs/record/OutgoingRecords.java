package io.flinklstm.jobs.record;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Hands records to the sink with their own topic, so that results and dead letters share one
 * transaction. The producer's own partitioner goes by the key. The record's time stays the time of
 * writing: with event time in it, the broker would delete results of old events at once.
 */
public final class OutgoingRecords implements KafkaRecordSerializationSchema<Outgoing> {

  private static final long serialVersionUID = 1;

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Outgoing record, KafkaSinkContext context, Long timestamp) {
    return new ProducerRecord<>(
        record.topic(), null, record.key(), record.value(), record.headers());
  }
}
