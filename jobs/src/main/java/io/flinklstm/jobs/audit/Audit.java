package io.flinklstm.jobs.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.core.Network;
import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.IncomingDeserializer;
import io.flinklstm.jobs.record.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares input and output topics record by record: exactly one result or dead letter for each
 * input record, in the order of each key, every number as one thread recomputes it.
 */
public final class Audit {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Topics topics;
  private final Map<String, String> kafka;
  private final IncomingDeserializer input;
  private final ResultReader output;
  private final Recomputation recomputation;
  private final Map<Position, Result> expected = new HashMap<>(); // null: no result is due
  private final Set<Position> seen = new HashSet<>();
  private final Map<String, Long> steps = new HashMap<>();
  private final List<Result> results = new ArrayList<>();
  private long deadLetters;
  private long duplicates;
  private long outOfOrder;
  private long wrong;

  /** Of a pipeline with all defaults. */
  public Audit(Topics topics, Network network) {
    this(Pipeline.of("audit", topics, Layout.standard(network.fields())), network);
  }

  /**
   * Of a pipeline whose every event takes a step of its own, in the order of its partition.
   *
   * @throws StartupException where another way of stepping is chosen, which is not recomputed
   */
  public Audit(Pipeline pipeline, Network network) {
    if (!pipeline.scoring().isPlain() || pipeline.history().isPresent()) {
      throw new StartupException(
          "audit of "
              + pipeline.name()
              + ": found "
              + pipeline.scoring()
              + ", expected a pipeline without history in which every event takes a step and gives a"
              + " result, in order of arrival; others are not recomputed");
    }
    this.topics = pipeline.topics();
    this.kafka = pipeline.kafka();
    this.input = new IncomingDeserializer(pipeline.layout());
    this.output = ResultReader.of(pipeline.results());
    this.recomputation = new Recomputation(network);
  }

  /** Reads all topics and judges. To be called once, when the input has been worked off. */
  public AuditReport run() {
    read(topics.inputs(), this::takeInput);
    read(InputTopics.of(topics.output()), this::takeResult);
    read(InputTopics.of(topics.deadLetters()), this::takeDeadLetter);
    long lost = expected.keySet().stream().filter(position -> !seen.contains(position)).count();
    return new AuditReport(
        expected.size(), results.size(), deadLetters, lost, duplicates, outOfOrder, wrong);
  }

  /** The results read, in the order of their partitions. */
  public List<Result> results() {
    return results;
  }

  private void read(InputTopics from, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    try (CommittedReader reader = new CommittedReader(topics.bootstrapServers(), from, kafka)) {
      reader.readToEnd(taker);
    }
  }

  private void takeInput(ConsumerRecord<byte[], byte[]> record) {
    Position position = new Position(record.topic(), record.partition(), record.offset());
    Result due =
        input.read(record) instanceof Event event ? recomputation.next(event).orElse(null) : null;
    expected.put(position, due);
  }

  private void takeResult(ConsumerRecord<byte[], byte[]> record) {
    Result result = output.read(record.value());
    results.add(result);
    takePosition(new Position(result.topic(), result.partition(), result.offset()), result);
    if (result.step() != steps.merge(result.key(), 1L, Long::sum)) {
      outOfOrder++;
    }
  }

  private void takeDeadLetter(ConsumerRecord<byte[], byte[]> record) {
    JsonNode letter = tree(record.value());
    if (!topics.inputs().include(letter.path("topic").asText())) {
      return; // of another pipeline, which has its dead letters here as well
    }
    deadLetters++;
    Position position =
        new Position(
            letter.path("topic").asText(),
            letter.path("partition").asInt(-1),
            letter.path("offset").asLong(-1));
    takePosition(position, null);
  }

  private void takePosition(Position position, Result found) {
    if (!seen.add(position)) {
      duplicates++;
    }
    Result due = expected.get(position);
    if (!expected.containsKey(position) || (due == null ? found != null : !due.equals(found))) {
      wrong++;
    }
  }

  private static JsonNode tree(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Position(String topic, int partition, long offset) {}
}
