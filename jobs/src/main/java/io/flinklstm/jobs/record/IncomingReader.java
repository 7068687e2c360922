package io.flinklstm.jobs.record;

/** Turns the bytes of any record into an {@link Incoming}; never throws. Owned by one thread. */
public final class IncomingReader {

  private final EventParser parser;

  /**
   * @param width values an event must have: the model's fields
   */
  public IncomingReader(int width) {
    parser = new EventParser(width);
  }

  /**
   * Reads one record.
   *
   * @param value null for a tombstone
   */
  public Incoming read(byte[] value, Origin origin) {
    if (value == null) {
      return DeadLetter.of(origin, null, "a tombstone, expected a JSON object");
    }
    try {
      return parser.parse(value, origin);
    } catch (UnreadableException e) {
      return DeadLetter.of(origin, value, e.getMessage());
    }
  }
}
