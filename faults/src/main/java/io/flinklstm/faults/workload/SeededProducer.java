package io.flinklstm.faults.workload;

import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.workload.Workload.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes the records of a workload, number after number, at a rate, in a thread of its own; each
 * with its number in a header. Idempotent and in order, and so patient that it outlives brokers.
 */
public final class SeededProducer implements AutoCloseable {

  /** Header with the record's number, eight bytes. */
  public static final String NUMBER = "number";

  private static final int UNACKNOWLEDGED = 20_000;
  private static final int FOREVER_MILLIS = 3_600_000;

  private final Workload workload;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Semaphore room = new Semaphore(UNACKNOWLEDGED);
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile long total;
  private volatile int perSecond;
  private volatile boolean closed;
  private volatile long next;
  private long poisoned; // records below zero so far

  private SeededProducer(Workload workload, String bootstrap, String topic, int perSecond) {
    this.workload = workload;
    this.topic = topic;
    this.perSecond = perSecond;
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("linger.ms", 5);
    settings.put("max.request.size", 2_000_000);
    settings.put("delivery.timeout.ms", FOREVER_MILLIS);
    settings.put("max.block.ms", FOREVER_MILLIS);
    settings.put("request.timeout.ms", 10_000);
    settings.put("reconnect.backoff.max.ms", 500);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    thread = new Thread(this::run, "producer");
    thread.setDaemon(true);
    total = Long.MAX_VALUE;
  }

  public static SeededProducer start(
      Workload workload, String bootstrap, String topic, int perSecond) {
    SeededProducer producer = new SeededProducer(workload, bootstrap, topic, perSecond);
    producer.thread.start();
    return producer;
  }

  /** Records that the broker has. */
  public long acknowledged() {
    check();
    return acknowledged.get();
  }

  /** The number of the next record; as many have been sent. */
  public long next() {
    return next;
  }

  /** How many bad records have been sent on top. */
  public synchronized long poisoned() {
    return poisoned;
  }

  /** Writes bad records on top, at once. */
  public synchronized void poison(int records) {
    for (int i = 0; i < records; i++) {
      send(-1 - poisoned++);
    }
  }

  /** From now on, as fast as it goes, up to at least so many records in all; then it ends. */
  public void finish(long atLeast) {
    perSecond = Integer.MAX_VALUE;
    total = atLeast;
  }

  /** Whether all is written and acknowledged. */
  public boolean isDone() {
    return !thread.isAlive() && room.availablePermits() == UNACKNOWLEDGED;
  }

  public boolean hasFailed() {
    return failure.get() != null;
  }

  /** Throws what ended it, if something did. */
  public void check() {
    if (hasFailed()) {
      throw new FaultsException("the producer failed: " + failure.get(), failure.get());
    }
  }

  private void run() {
    long due = System.nanoTime();
    for (long number = 0; number < total && !closed && failure.get() == null; number++) {
      send(number);
      next = number + 1;
      int rate = perSecond;
      if (rate < Integer.MAX_VALUE) {
        due = Math.max(due, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
        due += TimeUnit.SECONDS.toNanos(1) / rate;
        LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
      }
    }
    producer.flush();
  }

  private void send(long number) {
    Sample sample = workload.sample(number);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, sample.key().getBytes(StandardCharsets.UTF_8), sample.value());
    record.headers().add(NUMBER, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    room.acquireUninterruptibly();
    producer.send(
        record,
        (metadata, exception) -> {
          if (exception == null) {
            acknowledged.incrementAndGet();
          } else if (!closed) {
            failure.compareAndSet(null, exception);
          }
          room.release(); // last: with all room free, all is counted
        });
  }

  @Override
  public void close() {
    closed = true;
    producer.close(Duration.ZERO);
  }
}
