package io.flinklstm.faults.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.audit.Finding.Kind;
import io.flinklstm.faults.audit.Ledger.Claim;
import io.flinklstm.faults.audit.PlainLstm.Numbers;
import io.flinklstm.faults.workload.SeededProducer;
import io.flinklstm.faults.workload.Workload;
import io.flinklstm.faults.workload.Workload.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads input and output while things break, in a thread of its own, from the topics' beginnings.
 * What a record had to be it knows from the workload's seed, what its result has to be from the
 * plain LSTM; neither from the job.
 */
public final class Auditor implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final int POLLS_FOR_INPUT = 300;

  /**
   * Where to read.
   *
   * @param committedOnly as readers must; otherwise what was aborted is seen as well
   */
  public record Source(
      String bootstrap, String input, String output, String deadLetters, boolean committedOnly) {}

  private final Source source;
  private final Workload workload;
  private final String model;
  private final Ledger ledger;
  private final KafkaConsumer<byte[], byte[]> input;
  private final KafkaConsumer<byte[], byte[]> output;
  private final Thread thread = new Thread(this::run, "auditor");
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Verdict verdict;
  private volatile long open;
  private volatile boolean closed;
  private volatile long lastNews = System.nanoTime();

  private Auditor(Source source, Workload workload, PlainWeights weights, String model) {
    this.source = source;
    this.workload = workload;
    this.model = model;
    ledger = new Ledger(weights);
    verdict = ledger.verdict();
    input = consumer(source, List.of(source.input));
    output = consumer(source, List.of(source.output, source.deadLetters));
    thread.setDaemon(true);
  }

  /**
   * Begins to read.
   *
   * @param model fingerprint that every result must carry
   */
  public static Auditor start(
      Source source, Workload workload, PlainWeights weights, String model) {
    Auditor auditor = new Auditor(source, workload, weights, model);
    auditor.thread.start();
    return auditor;
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Source source, List<String> topics) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", source.bootstrap);
    settings.put("isolation.level", source.committedOnly ? "read_committed" : "read_uncommitted");
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "none"); // else what a broker has lost would be passed over
    settings.put("max.poll.records", 5_000);
    settings.put("default.api.timeout.ms", 120_000);
    settings.put("reconnect.backoff.max.ms", 500);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** What was found so far. */
  public Verdict verdict() {
    return verdict;
  }

  /** What is not as promised so far; without what is due. */
  public List<Finding> findings() {
    return ledger.findings();
  }

  public boolean hasFailed() {
    return failure.get() != null;
  }

  /** Throws what ended it, if something did. */
  public void check() {
    if (hasFailed()) {
      throw new FaultsException("the auditor failed: " + failure.get(), failure.get());
    }
  }

  /** Records that have been read and are still due. */
  public long open() {
    return open;
  }

  /** How long no result or dead letter has come. */
  public Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - lastNews);
  }

  /**
   * Ends reading; what is due is lost now.
   *
   * @param sent records from 0 on that are acknowledged
   * @param poisoned records from -1 down that are
   */
  public List<Finding> finish(long sent, long poisoned) {
    close();
    check();
    ledger.close(sent, poisoned);
    verdict = ledger.verdict();
    return ledger.findings();
  }

  private void run() {
    try (input;
        output) {
      while (!closed) {
        readInput();
        for (ConsumerRecord<byte[], byte[]> record : output.poll(PATIENCE)) {
          take(record);
        }
        open = ledger.open();
        verdict = ledger.verdict();
      }
    } catch (IOException | RuntimeException | Error e) { // whatever it is, its verdict has ended
      failure.set(e);
    }
  }

  private void readInput() {
    ConsumerRecords<byte[], byte[]> records = input.poll(Duration.ofMillis(1));
    records.forEach(this::takeInput);
  }

  private void takeInput(ConsumerRecord<byte[], byte[]> record) {
    long number = number(record);
    Sample sent = workload.sample(number);
    int partition = record.partition();
    if (!Arrays.equals(record.value(), sent.value())
        || !Objects.equals(text(record.key()), sent.key())) {
      ledger.found(Kind.INPUT, number, partition, record.offset(), "found another record");
    } else {
      ledger.arrived(partition, record.offset(), number);
    }
    if (sent.isBad()) {
      ledger.bad(partition, record.offset(), number);
    } else {
      ledger.event(partition, record.offset(), number, sent.key(), sent.time(), sent.values());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) throws IOException {
    lastNews = System.nanoTime();
    JsonNode json = JSON.readTree(record.value());
    int partition = json.path("partition").asInt(-1);
    long offset = json.path("offset").asLong(-1);
    awaitInput(partition, offset);
    Sample sent = workload.sample(number(record));
    boolean dead = record.topic().equals(source.deadLetters);
    if (!json.path("topic").asText().equals(source.input)
        || !(dead ? Echo.isOfDeadLetter(json, sent) : Echo.isOfResult(json, sent))) {
      ledger.found(
          Kind.WRONG, number(record), partition, offset, "found other input in it: " + json);
    }
    if (dead) {
      ledger.deadLetter(partition, offset, number(record));
      return;
    }
    if (!json.path("model").asText().equals(model)
        || !json.path("key").asText().equals(text(record.key()))) {
      ledger.found(
          Kind.WRONG, number(record), partition, offset, "found another model or key: " + json);
    }
    if (record.partition() != partition || json.path("score").isNumber()) {
      ledger.found(
          Kind.WRONG,
          number(record),
          partition,
          offset,
          "found it in partition %d, or a score that nothing gives: %s"
              .formatted(record.partition(), json));
    }
    ledger.result(partition, offset, claim(number(record), json));
  }

  private static Claim claim(long number, JsonNode json) {
    return new Claim(
        number,
        json.path("key").asText(),
        json.path("time").asLong(-1),
        json.path("warm").asBoolean(false),
        new Numbers(
            json.path("step").asLong(-1),
            Echo.number(json.path("forecast").path(0)),
            Echo.number(json.path("expected").path(0)),
            Echo.number(json.path("errors").path(0)),
            json.path("error").asDouble(Double.NaN)));
  }

  /** A result may be seen before its record is, as two consumers read. */
  private void awaitInput(int partition, long offset) {
    TopicPartition place = new TopicPartition(source.input, partition);
    for (int i = 0; i < POLLS_FOR_INPUT && input.position(place) <= offset; i++) {
      input.poll(PATIENCE).forEach(this::takeInput);
    }
  }

  private static long number(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(SeededProducer.NUMBER);
    return header == null ? Long.MIN_VALUE : ByteBuffer.wrap(header.value()).getLong();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
