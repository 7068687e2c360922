package io.flinklstm.jobs.record;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;

/**
 * A Kafka record to be written.
 *
 * @param key decides the partition; null for none
 * @param headers those of the input record
 */
public record Outgoing(String topic, byte[] key, byte[] value, List<Header> headers) {

  @Override
  public boolean equals(Object object) {
    return object instanceof Outgoing other
        && topic.equals(other.topic)
        && Arrays.equals(key, other.key)
        && Arrays.equals(value, other.value)
        && headers.equals(other.headers);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + Arrays.hashCode(value);
  }
}
