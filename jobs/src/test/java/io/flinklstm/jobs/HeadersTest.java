package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.audit.CommittedReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** Headers of Kafka records, such as the ids of traces, from topic to topic. */
class HeadersTest {

  private static final Header TRACE = new RecordHeader("trace", bytes("4bf92f35"));
  private static final List<Header> TWO_OF_A_NAME =
      List.of(TRACE, new RecordHeader("trace", null), new RecordHeader("b", new byte[] {0, -1}));

  @Test
  void headersGoWithWhateverBecomesOfTheRecord() throws Exception {
    Topics topics = SharedBroker.topics(1);
    List<Header> tooMany = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      tooMany.add(new RecordHeader("h", new byte[0]));
    }
    List<Header> tooLarge = List.of(TRACE, new RecordHeader("large", new byte[8 * 1024]));
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(topics, 2)) {
      input.write("key-0", TestInput.event(0), TWO_OF_A_NAME);
      input.write("key-1", bytes("no event"), List.of(TRACE));
      input.write("key-2", TestInput.event(2), List.of());
      input.write("key-3", TestInput.event(3), tooMany.subList(0, 32));
      input.write("key-4", TestInput.event(4), tooMany);
      input.write("key-5", TestInput.event(5), tooLarge);
      job.await(6);
    }

    Map<String, List<Header>> headers = headers(topics);
    assertThat(headers.get("key-0")).isEqualTo(TWO_OF_A_NAME);
    assertThat(headers.get("dead letter")).containsExactly(TRACE);
    assertThat(headers.get("key-2")).isEmpty();
    assertThat(headers.get("key-3")).hasSize(32);
    assertThat(headers.get("key-4")).as("33 headers").isEmpty();
    assertThat(headers.get("key-5")).as("more than 8 KiB").isEmpty();
  }

  private static Map<String, List<Header>> headers(Topics topics) {
    Map<String, List<Header>> headers = new HashMap<>();
    try (CommittedReader reader =
        new CommittedReader(
            topics.bootstrapServers(), List.of(topics.output(), topics.deadLetters()))) {
      reader.readToEnd(record -> headers.put(key(record), List.of(record.headers().toArray())));
    }
    return headers;
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "dead letter" : new String(record.key(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
