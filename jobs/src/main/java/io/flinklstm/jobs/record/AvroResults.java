package io.flinklstm.jobs.record;

import java.util.Optional;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;

/** Reads back what was written as Avro, as records of {@link ResultSchema}. Owned by one thread. */
public final class AvroResults {

  private final AvroRecords records;

  /** Of results that are Avro records, in whatever way. */
  public AvroResults(ResultFormat format) {
    AvroSchema schema = new AvroSchema(ResultSchema.avro());
    records =
        format instanceof ResultFormat.RegisteredAvro registered
            ? new AvroRecords.Registered(
                new SchemaRegistry(registered.registry()), Optional.of(schema))
            : new AvroRecords.Plain(schema);
  }

  /**
   * Reads the value of a record.
   *
   * @throws IllegalArgumentException where it is no result
   */
  public GenericRecord read(byte[] value) {
    try {
      return records.read(value);
    } catch (UnreadableException e) {
      throw new IllegalArgumentException("found no result: " + e.getMessage(), e);
    }
  }
}
