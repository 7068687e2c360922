package io.flinklstm.jobs.record;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns every Kafka record into exactly one {@link Incoming} and never throws for what a record
 * holds: an exception here would fail the job, which would read the same record again, for ever.
 */
public final class IncomingDeserializer implements KafkaRecordDeserializationSchema<Incoming> {

  private static final long serialVersionUID = 1;

  private final int width;
  private transient IncomingReader reader;

  /**
   * @param width values an event must have: the model's fields
   */
  public IncomingDeserializer(int width) {
    this.width = width;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Incoming> out) {
    out.collect(read(record));
  }

  /** Reads one record. Owned by one thread. */
  public Incoming read(ConsumerRecord<byte[], byte[]> record) {
    if (reader == null) {
      reader = new IncomingReader(width);
    }
    return reader.read(
        record.value(), new Origin(record.topic(), record.partition(), record.offset()));
  }

  @Override
  public TypeInformation<Incoming> getProducedType() {
    return RecordTypes.INCOMING;
  }
}
