package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class IncomingDeserializerTest {

  /** A source's group, whose counters can be looked at. */
  private static final class Group extends UnregisteredMetricsGroup
      implements DeserializationSchema.InitializationContext {

    private final Counter dropped = new SimpleCounter();

    @Override
    public Counter counter(String name) {
      assertThat(name).isEqualTo("headersDropped");
      return dropped;
    }

    @Override
    public MetricGroup getMetricGroup() {
      return this;
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
    }
  }

  @Test
  void headersThatDoNotPassAreCountedOncePerRecord() {
    Group group = new Group();
    IncomingDeserializer deserializer = new IncomingDeserializer(Layout.standard(1));
    deserializer.open(group);
    assertThat(deserializer.read(record(32)).origin().headers()).hasSize(32);
    assertThat(group.dropped.getCount()).isZero();
    assertThat(deserializer.read(record(33)).origin().headers()).isEmpty();
    deserializer.read(record(100));
    assertThat(group.dropped.getCount()).isEqualTo(2);
  }

  private static ConsumerRecord<byte[], byte[]> record(int headers) {
    ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("in", 0, 0, null, new byte[0]);
    for (int i = 0; i < headers; i++) {
      record.headers().add("h", new byte[] {1});
    }
    return record;
  }
}
