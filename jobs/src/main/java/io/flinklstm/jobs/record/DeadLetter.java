package io.flinklstm.jobs.record;

import java.util.Arrays;

/**
 * A record that cannot be scored, and why.
 *
 * @param reason for people: what was found and what was expected
 * @param length bytes of the record's value; -1 for a tombstone
 * @param head the first bytes of the value, at most {@link #HEAD}; not to be changed
 */
public record DeadLetter(Origin origin, String reason, int length, byte[] head)
    implements Incoming {

  /** How many bytes of a bad record are kept. */
  public static final int HEAD = 256;

  /** A dead letter for a record with this value; null for a tombstone. */
  public static DeadLetter of(Origin origin, byte[] value, String reason) {
    if (value == null) {
      return new DeadLetter(origin, reason, -1, new byte[0]);
    }
    byte[] head = Arrays.copyOf(value, Math.min(value.length, HEAD));
    return new DeadLetter(origin, reason, value.length, head);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof DeadLetter other
        && origin.equals(other.origin)
        && reason.equals(other.reason)
        && length == other.length
        && Arrays.equals(head, other.head);
  }

  @Override
  public int hashCode() {
    return origin.hashCode();
  }
}
