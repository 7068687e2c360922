package io.flinklstm.jobs.record;

/**
 * Makes an event of a record's bytes. Strict where a lenient reading would change numbers in
 * silence; what nobody asks for is skipped. Owned by one thread.
 */
interface EventParser {

  static EventParser of(Layout layout) {
    RecordFormat format = layout.format();
    if (format instanceof RecordFormat.Csv csv) {
      return new CsvEventParser(layout, csv.columns());
    } else if (format instanceof RecordFormat.Avro avro) {
      return new AvroEventParser(layout, new AvroRecords.Plain(avro.schema()));
    } else if (format instanceof RecordFormat.RegisteredAvro avro) {
      SchemaRegistry registry = new SchemaRegistry(avro.registry());
      return new AvroEventParser(layout, new AvroRecords.Registered(registry, avro.schema()));
    } else if (format instanceof RecordFormat.Protobuf protobuf) {
      return new ProtobufEventParser(layout, protobuf.message());
    }
    return new JsonEventParser(layout);
  }

  /**
   * Reads one record.
   *
   * @throws UnreadableException where it is no event
   * @throws SchemaRegistryException where that cannot be known now
   */
  Event parse(byte[] document, Origin origin) throws UnreadableException;
}
