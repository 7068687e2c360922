package io.flinklstm.jobs.watch;

import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.kafka.Secrets;
import io.flinklstm.jobs.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings committed results to the board, through an ordinary consumer, for as long as it runs. */
final class ResultFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResultFollower.class);
  private static final long MOST_RECORDS =
      (long) Board.KEYS * KeySeries.LENGTH; // as many as the board can keep
  private static final String KAFKA = "kafka";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long BETWEEN_QUESTIONS = TimeUnit.SECONDS.toNanos(2);

  private final Pipeline pipeline;
  private final Observed.Reader format;
  private final Secrets secrets;
  private final Supplier<Optional<Contributions>> explaining;
  private final Board board;
  private final Trouble trouble;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "results for the page");
  private Optional<Contributions> contributions = Optional.empty();

  ResultFollower(
      Pipeline pipeline,
      Supplier<Optional<Contributions>> explaining,
      Board board,
      Trouble trouble) {
    this.pipeline = pipeline;
    this.format = Observed.reader(pipeline.results());
    this.secrets = new Secrets(pipeline.kafka());
    this.explaining = explaining;
    this.board = board;
    this.trouble = trouble;
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((self, error) -> reportEnd(error));
    thread.start();
  }

  /** What is left is an error: of memory, or of the program. */
  private void reportEnd(Throwable error) {
    trouble.report(
        KAFKA,
        "No more results are read: %s. Start the page anew%s."
            .formatted(
                error, error instanceof OutOfMemoryError ? ", with a larger heap (-Xmx)" : ""));
    LOG.error("results are followed no longer", error); // which may fail as well
  }

  private void run() {
    while (closed.getCount() > 0) {
      try (CommittedReader reader = open()) {
        board.clear();
        contributions = explaining.get();
        follow(reader);
      } catch (RuntimeException e) { // whatever it is, the page goes on when it is over
        String reason = secrets.hide(String.valueOf(e.getMessage()));
        LOG.info("results cannot be followed at present: {}: {}", e.getClass().getName(), reason);
        trouble.report(KAFKA, noAnswer(reason));
        pause();
      }
    }
  }

  private CommittedReader open() {
    Map<String, String> kafka = new HashMap<>(pipeline.kafka());
    kafka.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
    kafka.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
    kafka.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(4 << 20));
    kafka.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(1 << 20));
    return new CommittedReader(
        pipeline.topics().bootstrapServers(), List.of(pipeline.topics().output()), kafka);
  }

  private void follow(CommittedReader reader) {
    long asked = System.nanoTime();
    if (!reader.hasPartitions()) {
      trouble.report(KAFKA, noAnswer("there is no such topic"));
      pause();
      return;
    }
    skip(reader);
    while (closed.getCount() > 0) {
      int taken = reader.poll(this::take);
      if (taken > 0) {
        trouble.over(KAFKA);
        asked = System.nanoTime();
      } else if (System.nanoTime() - asked > BETWEEN_QUESTIONS) {
        ask(reader);
        asked = System.nanoTime();
      }
    }
  }

  /** Where a partition has no leader, or no answer comes in time, all are read from the first. */
  private static void skip(CommittedReader reader) {
    try {
      reader.skipToLast(MOST_RECORDS);
    } catch (TimeoutException e) {
      LOG.info("results are read from their beginning: {}", e.getMessage());
    }
  }

  /** A consumer waits for a broker in silence; whether one is there must be asked. */
  private void ask(CommittedReader reader) {
    if (reader.answers(PATIENCE)) {
      trouble.over(KAFKA);
    } else {
      trouble.report(KAFKA, noAnswer("no answer within " + PATIENCE.toSeconds() + " s"));
    }
  }

  private String noAnswer(String reason) {
    return "Kafka at %s gives no results of topic %s (%s). Results go on when it is back."
        .formatted(pipeline.topics().bootstrapServers(), pipeline.topics().output(), reason);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      board.unreadable();
      return;
    }
    try {
      board.add(format.read(record.value()), this::explain);
    } catch (IOException e) {
      LOG.debug("no result at offset {}", record.offset(), e);
      board.unreadable();
    }
  }

  private float[] explain(Observed result) {
    return contributions.map(known -> known.next(result)).orElse(Contributions.UNKNOWN);
  }

  private void pause() {
    try {
      closed.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.join();
  }
}
