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
  private transient EventParser parser;

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
    Origin origin = new Origin(record.topic(), record.partition(), record.offset());
    if (record.value() == null) {
      return DeadLetter.of(origin, null, "a tombstone, expected a JSON object");
    }
    if (parser == null) {
      parser = new EventParser(width);
    }
    try {
      return parser.parse(record.value(), origin);
    } catch (UnreadableException e) {
      return DeadLetter.of(origin, record.value(), e.getMessage());
    }
  }

  @Override
  public TypeInformation<Incoming> getProducedType() {
    return RecordTypes.INCOMING;
  }
}
