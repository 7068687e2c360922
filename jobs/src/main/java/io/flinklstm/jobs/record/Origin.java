package io.flinklstm.jobs.record;

import java.util.List;
import org.apache.kafka.common.header.Header;

/**
 * Where an input record lies in Kafka.
 *
 * @param headers of the record, in their order, which whatever becomes of it takes along
 */
public record Origin(String topic, int partition, long offset, List<Header> headers) {

  public Origin {
    headers = List.copyOf(headers);
  }

  /** Of a record without headers. */
  public Origin(String topic, int partition, long offset) {
    this(topic, partition, offset, List.of());
  }
}
