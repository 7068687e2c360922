package io.flinklstm.jobs.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.core.Network;
import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.Stepping;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.IncomingDeserializer;
import io.flinklstm.jobs.record.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares input and output topics record by record: exactly one result or dead letter for each
 * input record, in the order of each key, every number as one thread recomputes it.
 */
public final class Audit {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

  private final String name;
  private final Topics topics;
  private final Map<String, String> kafka;
  private final IncomingDeserializer input;
  private final ResultReader output;
  private final Recomputation recomputation;
  private final Map<Position, Due> expected = new HashMap<>();
  private final Set<Position> seen = new HashSet<>();
  private final Map<String, Deque<Long>> steps = new HashMap<>(); // of results still to come
  private final List<Result> results = new ArrayList<>();
  private final String model;
  private final TreeSet<String> otherModels = new TreeSet<>();
  private long deadLetters;
  private long duplicates;
  private long outOfOrder;
  private long wrong;

  /** Of a pipeline with all defaults. */
  public Audit(Topics topics, Network network) {
    this(Pipeline.of("audit", topics, Layout.standard(network.fields())), network);
  }

  /**
   * Of any pipeline whose results follow from the order of its events alone.
   *
   * @throws StartupException where they do not, with the settings that keep them from it
   */
  public Audit(Pipeline pipeline, Network network) {
    requireRecomputable(pipeline);
    this.name = pipeline.name();
    this.topics = pipeline.topics();
    this.kafka = pipeline.kafka();
    this.input = new IncomingDeserializer(pipeline.layout());
    this.output = ResultReader.of(pipeline.results());
    this.model = HexFormat.of().toHexDigits(network.fingerprint());
    this.recomputation =
        new Recomputation(
            network, Stepping.of(pipeline.scoring(), network.description().fieldNames()));
  }

  static void requireRecomputable(Pipeline pipeline) {
    List<String> obstacles = Stepping.obstacles(pipeline);
    if (!obstacles.isEmpty()) {
      throw new StartupException(
          "audit of "
              + pipeline.name()
              + ": its results cannot be recomputed from its topics; "
              + String.join("; ", obstacles));
    }
  }

  /**
   * Reads all topics and judges. To be called once, when the input has been worked off.
   *
   * @throws StartupException where a topic has lost its first records, or another model has given
   *     results: then nothing can be judged
   */
  public AuditReport run() {
    try (CommittedReader eventTopics = reader(topics.inputs());
        CommittedReader resultTopic = reader(InputTopics.of(topics.output()));
        CommittedReader letterTopic = reader(InputTopics.of(topics.deadLetters()))) {
      requireWhole(List.of(eventTopics, resultTopic, letterTopic));
      eventTopics.readToEnd(this::takeInput);
      resultTopic.readToEnd(this::takeResult);
      letterTopic.readToEnd(this::takeDeadLetter);
      requireWhole(List.of(eventTopics, resultTopic, letterTopic)); // nor deleted meanwhile
    }
    requireOneModel();
    long lost =
        expected.entrySet().stream()
            .filter(due -> !due.getValue().isNothing() && !seen.contains(due.getKey()))
            .count();
    return new AuditReport(
        expected.size(), results.size(), deadLetters, lost, duplicates, outOfOrder, wrong);
  }

  /** The results read, in the order of their partitions. */
  public List<Result> results() {
    return results;
  }

  private CommittedReader reader(InputTopics from) {
    return new CommittedReader(topics.bootstrapServers(), from, kafka);
  }

  /** Events that were deleted moved the keys' states; results and letters may have been there. */
  private void requireWhole(List<CommittedReader> readers) {
    Map<TopicPartition, Long> cutOff = new LinkedHashMap<>();
    readers.forEach(reader -> cutOff.putAll(reader.cutOff()));
    if (!cutOff.isEmpty()) {
      throw new StartupException(
          "audit of %s: found first offsets %s, expected 0: records before them were deleted (retention.ms, retention.bytes), and with them what results follow from, or results themselves; audit while topics are whole"
              .formatted(name, cutOff));
    }
  }

  /** What another model made of a key is in no topic. */
  private void requireOneModel() {
    if (!otherModels.isEmpty()) {
      throw new StartupException(
          "audit of %s: found results of the models %s, expected those of %s alone, which the pipeline has now: results after a change of model follow from states that no topic holds; audit before a change, and give the next model topics of its own where it shall be audited"
              .formatted(name, String.join(", ", otherModels), model));
    }
  }

  private void takeInput(ConsumerRecord<byte[], byte[]> record) {
    Position position = new Position(record.topic(), record.partition(), record.offset());
    Due due = input.read(record) instanceof Event event ? recomputation.next(event) : Due.LETTER;
    due.result()
        .ifPresent(
            result ->
                steps.computeIfAbsent(result.key(), key -> new ArrayDeque<>()).add(result.step()));
    expected.put(position, due);
  }

  private void takeResult(ConsumerRecord<byte[], byte[]> record) {
    Optional<Result> read = read(record);
    if (read.isEmpty()) {
      wrong++;
      return;
    }
    Result result = read.get();
    results.add(result);
    if (FINGERPRINT.matcher(result.model()).matches() && !result.model().equals(model)) {
      otherModels.add(result.model());
    }
    Position position = new Position(result.topic(), result.partition(), result.offset());
    boolean keyed = Arrays.equals(record.key(), result.key().getBytes(StandardCharsets.UTF_8));
    if (takePosition(position, due -> keyed && due.result().filter(result::equals).isPresent())) {
      takeStep(steps.getOrDefault(result.key(), new ArrayDeque<>()), result.step());
    }
  }

  /** Steps that are left out are lost, or come too late: then they are no longer due. */
  private void takeStep(Deque<Long> due, long step) {
    while (!due.isEmpty() && due.peek() < step) {
      due.poll();
    }
    if (Objects.equals(due.peek(), step)) {
      due.poll();
    } else {
      outOfOrder++;
    }
  }

  private Optional<Result> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.ofNullable(record.value()).map(output::read);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      return Optional.empty(); // no result
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
    takePosition(position, Due::letter);
  }

  /** Returns whether it is the first one. */
  private boolean takePosition(Position position, Predicate<Due> fits) {
    boolean first = seen.add(position);
    if (!first) {
      duplicates++;
    }
    Due due = expected.get(position);
    if (due == null || !fits.test(due)) {
      wrong++;
    }
    return first;
  }

  private static JsonNode tree(byte[] value) {
    try {
      return value == null ? JSON.missingNode() : JSON.readTree(value);
    } catch (IOException e) {
      return JSON.missingNode(); // of others, as its topic will say
    }
  }

  private record Position(String topic, int partition, long offset) {}
}
