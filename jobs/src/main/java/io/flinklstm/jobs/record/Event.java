package io.flinklstm.jobs.record;

import java.util.Arrays;

/**
 * One measurement of one key.
 *
 * @param key not empty
 * @param time event time in epoch milliseconds
 * @param values finite raw values, as many as the model has fields; not to be changed
 */
public record Event(String key, long time, float[] values, Origin origin) implements Incoming {

  /** Compares the values by their bits. */
  @Override
  public boolean equals(Object object) {
    return object instanceof Event other
        && key.equals(other.key)
        && time == other.time
        && Arrays.equals(values, other.values)
        && origin.equals(other.origin);
  }

  @Override
  public int hashCode() {
    return origin.hashCode();
  }
}
