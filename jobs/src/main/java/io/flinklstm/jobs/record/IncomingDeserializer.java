package io.flinklstm.jobs.record;

import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Turns every Kafka record into exactly one {@link Incoming} and never throws for what a record
 * holds: an exception here would fail the job, which would read the same record again, for ever.
 */
public final class IncomingDeserializer implements KafkaRecordDeserializationSchema<Incoming> {

  private static final long serialVersionUID = 1;

  private final Layout layout;
  private transient IncomingReader reader;
  private transient Counter headersDropped; // null outside a job

  /**
   * @param layout where in a record things are
   */
  public IncomingDeserializer(Layout layout) {
    this.layout = layout;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    headersDropped = context.getMetricGroup().counter("headersDropped");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Incoming> out) {
    out.collect(read(record));
  }

  /** Reads one record. Owned by one thread. */
  public Incoming read(ConsumerRecord<byte[], byte[]> record) {
    if (reader == null) {
      reader = new IncomingReader(layout);
    }
    return reader.read(
        record.value(),
        new Origin(record.topic(), record.partition(), record.offset(), headers(record)));
  }

  /** All of them or none: half a trace misleads, and no header is worth a result. */
  private List<Header> headers(ConsumerRecord<byte[], byte[]> record) {
    if (HeaderFields.mayPass(record.headers())) {
      return List.of(record.headers().toArray());
    }
    if (headersDropped != null) {
      headersDropped.inc();
    }
    return List.of();
  }

  @Override
  public TypeInformation<Incoming> getProducedType() {
    return RecordTypes.INCOMING;
  }
}
