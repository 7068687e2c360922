package io.flinklstm.jobs.audit;

import io.flinklstm.jobs.InputTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning, committed transactions only, in no consumer group. */
public final class CommittedReader implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;

  public CommittedReader(String bootstrapServers, Collection<String> topics) {
    this(bootstrapServers, topics, Map.of());
  }

  /**
   * @param kafka more settings of the consumer, for security
   */
  public CommittedReader(
      String bootstrapServers, Collection<String> topics, Map<String, String> kafka) {
    this(bootstrapServers, new InputTopics.Named(List.copyOf(topics)), kafka);
  }

  /**
   * Of all these topics that there are now.
   *
   * @param kafka more settings of the consumer, for security
   */
  public CommittedReader(String bootstrapServers, InputTopics topics, Map<String, String> kafka) {
    consumer = consumer(bootstrapServers, kafka);
    List<TopicPartition> partitions =
        names(topics, consumer).stream()
            .distinct()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      String bootstrapServers, Map<String, String> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // of what is left
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<String> names(InputTopics topics, KafkaConsumer<?, ?> consumer) {
    return topics instanceof InputTopics.Matching
        ? topics.among(consumer.listTopics().keySet())
        : topics.named();
  }

  /** Which of the topics there are now, or are named. */
  public static List<String> topics(
      String bootstrapServers, InputTopics topics, Map<String, String> kafka) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers, kafka)) {
      return names(topics, consumer);
    }
  }

  /** Partitions whose first records are gone, with the offset at which each begins now. */
  public Map<TopicPartition, Long> cutOff() {
    Map<TopicPartition, Long> cut = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
    cut.putAll(consumer.beginningOffsets(consumer.assignment()));
    cut.values().removeIf(begin -> begin == 0);
    return cut;
  }

  /** Goes on where at most so many offsets of all partitions are left, transactions' own too. */
  public void skipToLast(long records) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(consumer.assignment());
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    List<TopicPartition> shortestFirst = new ArrayList<>(consumer.assignment());
    shortestFirst.sort(Comparator.comparing(p -> ends.get(p) - begins.get(p)));
    long left = records;
    for (int i = 0; i < shortestFirst.size(); i++) { // what one leaves the others have
      TopicPartition partition = shortestFirst.get(i);
      long share = left / (shortestFirst.size() - i);
      long from = Math.max(begins.get(partition), ends.get(partition) - share);
      consumer.seek(partition, from);
      left -= ends.get(partition) - from;
    }
  }

  /** Whether there is anything to read: a topic that is not there has no partitions. */
  public boolean hasPartitions() {
    return !consumer.assignment().isEmpty();
  }

  /** Takes what is there, waiting a little where there is nothing; returns how many records. */
  public int poll(Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    return poll(PATIENCE, taker);
  }

  /** Takes what is there, without waiting. */
  public int pollNow(Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    return poll(Duration.ZERO, taker);
  }

  private int poll(Duration patience, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
    records.forEach(taker);
    return records.count();
  }

  /** Takes the first records of those committed now, at most so many. */
  public void readUpTo(int most, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    int taken = 0;
    while (taken < most && isBefore(ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
        if (taken < most) {
          taker.accept(record);
          taken++;
        }
      }
    }
  }

  private boolean isBefore(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue());
  }

  /** Takes everything that is committed now. */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (isBefore(ends)) {
      poll(taker);
    }
  }

  /** Whether a broker answers. */
  public boolean answers(Duration patience) {
    try {
      consumer.endOffsets(consumer.assignment(), patience);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
