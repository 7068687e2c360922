package io.flinklstm.jobs.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.core.Network;
import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.kafka.Secrets;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.Stepping;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.IncomingDeserializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a pipeline's topics with a thread of its own and always has a verdict at hand. */
public final class StandingVerdict implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StandingVerdict.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AuditReport NOTHING = new AuditReport(0, 0, 0, 0, 0, 0, 0);

  private final Pipeline pipeline;
  private final Network network;
  private final IncomingDeserializer input;
  private final ResultReader output;
  private final Secrets secrets;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "standing verdict");
  private volatile Verdict verdict = new Verdict(NOTHING, 0, "");

  /**
   * Begins at once.
   *
   * @throws io.flinklstm.jobs.StartupException where the pipeline's steps are not recomputed
   */
  public StandingVerdict(Pipeline pipeline, Network network) {
    Audit.requireRecomputable(pipeline);
    this.pipeline = pipeline;
    this.network = network;
    this.input = new IncomingDeserializer(pipeline.layout());
    this.output = ResultReader.of(pipeline.results());
    this.secrets = new Secrets(pipeline.kafka());
    thread.setDaemon(true);
    thread.start();
  }

  /** What has been found so far. */
  public Verdict verdict() {
    return verdict;
  }

  private void run() {
    while (closed.getCount() > 0) {
      try {
        follow(
            new RunningAudit(
                network, Stepping.of(pipeline.scoring(), network.description().fieldNames())));
      } catch (RuntimeException e) { // whatever it is, what was found before is not what is
        String reason = secrets.hide(String.valueOf(e.getMessage()));
        LOG.warn(
            "the topics cannot be followed; the audit begins anew: {}: {}",
            e.getClass().getName(),
            reason);
        verdict = new Verdict(NOTHING, 0, reason);
        pause();
      }
    }
  }

  private void follow(RunningAudit audit) {
    try (CommittedReader events = reader(pipeline.topics().inputs());
        CommittedReader results = reader(InputTopics.of(pipeline.topics().output()));
        CommittedReader letters = reader(InputTopics.of(pipeline.topics().deadLetters()))) {
      while (closed.getCount() > 0) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        results.poll(batch::add);
        List<ConsumerRecord<byte[], byte[]>> rejected = new ArrayList<>();
        letters.pollNow(rejected::add);
        // Only now: everything that those came from is before the end that is read to here.
        events.readToEnd(record -> take(record, audit));
        rejected.forEach(record -> letter(record, audit));
        batch.forEach(record -> result(record, audit));
        verdict = new Verdict(audit.report(), audit.waiting(), "");
      }
    }
  }

  private CommittedReader reader(InputTopics topics) {
    return new CommittedReader(pipeline.topics().bootstrapServers(), topics, pipeline.kafka());
  }

  private void take(ConsumerRecord<byte[], byte[]> record, RunningAudit audit) {
    if (input.read(record) instanceof Event event) {
      audit.event(event);
    } else {
      audit.unreadable(record.partition(), record.offset());
    }
  }

  private void result(ConsumerRecord<byte[], byte[]> record, RunningAudit audit) {
    Optional<Result> result = read(record);
    result.ifPresentOrElse(audit::result, audit::unreadableResult);
  }

  private Optional<Result> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.ofNullable(record.value()).map(output::read);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      LOG.debug("no result at offset {}", record.offset(), e);
      return Optional.empty();
    }
  }

  private void letter(ConsumerRecord<byte[], byte[]> record, RunningAudit audit) {
    try {
      JsonNode letter = record.value() == null ? JSON.missingNode() : JSON.readTree(record.value());
      if (!pipeline.topics().inputs().include(letter.path("topic").asText())) {
        return; // of another pipeline, which has its dead letters here as well
      }
      audit.deadLetter(
          letter.path("key").asText(""),
          letter.path("partition").asInt(-1),
          letter.path("offset").asLong(-1));
    } catch (IOException e) {
      LOG.debug("no dead letter at offset {}", record.offset(), e); // of others
    }
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

  /**
   * The audit so far.
   *
   * @param waiting events that have neither result nor dead letter yet, and are not lost so far
   * @param standstill why it cannot follow at present and begins anew; empty while it follows
   */
  public record Verdict(AuditReport report, long waiting, String standstill) {

    /** Whether there is nothing that it would still wait for. */
    public boolean isComplete() {
      return waiting == 0 && standstill.isEmpty();
    }
  }
}
