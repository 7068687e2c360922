package io.flinklstm.jobs.record;

import java.util.Arrays;

/**
 * A Kafka record to be written.
 *
 * @param key decides the partition; null for none
 */
public record Outgoing(String topic, byte[] key, byte[] value) {

  @Override
  public boolean equals(Object object) {
    return object instanceof Outgoing other
        && topic.equals(other.topic)
        && Arrays.equals(key, other.key)
        && Arrays.equals(value, other.value);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + Arrays.hashCode(value);
  }
}
