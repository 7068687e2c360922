package io.flinklstm.benchmarks.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How many results a committed-only reader of a topic could read, and since when. */
final class CommittedResults implements AutoCloseable {

  private static final long POLL_MILLIS = 50;
  private static final long PATIENCE_SECONDS = 120;

  private final Admin admin;
  private final String topic;
  private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
  private long seen;

  /** Results at a moment: those of a whole checkpoint, or of several. */
  record Mark(long count, long nanos, long processorNanos) {}

  CommittedResults(String bootstrapServers, String topic, int partitions) {
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.topic = topic;
    for (int i = 0; i < partitions; i++) {
      ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
  }

  /** Waits for the next checkpoint's results in all partitions. */
  Mark next() throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (count() == seen) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "found nothing new in " + topic + " for " + PATIENCE_SECONDS + " s, expected results");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    long nanos = System.nanoTime();
    long processor = Processor.nanos();
    TimeUnit.SECONDS.sleep(1); // the other partitions commit a little later
    seen = count();
    return new Mark(seen, nanos, processor);
  }

  private long count() throws ExecutionException, InterruptedException {
    return admin
        .listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .values()
        .stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  /** Removes the topic, so that turns do not fill the disk. */
  void delete() throws ExecutionException, InterruptedException {
    admin.deleteTopics(List.of(topic)).all().get();
  }

  @Override
  public void close() {
    admin.close();
  }
}
