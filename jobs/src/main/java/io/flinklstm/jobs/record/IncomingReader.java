package io.flinklstm.jobs.record;

/**
 * Turns the bytes of any record into an {@link Incoming}; throws for nothing that a record holds.
 * Owned by one thread.
 */
public final class IncomingReader {

  private final RecordFormat format;
  private final EventParser parser;

  /**
   * @param layout where in a record things are
   */
  public IncomingReader(Layout layout) {
    format = layout.format();
    parser = EventParser.of(layout);
  }

  /**
   * Reads one record.
   *
   * @param value null for a tombstone
   * @throws SchemaRegistryException where its schema is needed and the registry does not answer
   */
  public Incoming read(byte[] value, Origin origin) {
    if (value == null) {
      return DeadLetter.of(origin, null, "a tombstone, expected " + format.expected());
    }
    try {
      return parser.parse(value, origin);
    } catch (UnreadableException e) {
      return DeadLetter.of(origin, value, e.getMessage());
    }
  }
}
