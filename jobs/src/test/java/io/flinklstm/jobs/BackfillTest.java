package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.audit.CommittedReader;
import io.flinklstm.jobs.audit.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History in files gives the bits that the same events give on the topic. */
class BackfillTest {

  private static final int EVENTS = 3_000;
  private static final int HISTORY = 2_000;

  private static List<Numbers> streamed;

  @TempDir private Path directory;

  /** What is computed of an event, wherever the event came from. */
  private record Numbers(
      String key, long time, long step, List<Float> forecast, Double error, Double score) {

    static Numbers of(Result r) {
      return new Numbers(r.key(), r.time(), r.step(), r.forecast(), r.error(), r.score());
    }
  }

  @BeforeAll
  static void runAsAStream() throws Exception {
    Topics topics = SharedBroker.topics(3);
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(topics, 2)) {
      input.write(0, EVENTS);
      job.await(EVENTS);
    }
    streamed = numbers(topics);
    assertThat(streamed).hasSize(EVENTS);
  }

  @Test
  void filesAndThenTheTopicGiveTheBitsOfTheTopicAlone() throws Exception {
    write("part-2.jsonl", HISTORY / 2, HISTORY);
    write("part-1.jsonl", 0, HISTORY / 2);
    Topics topics = SharedBroker.topics(3);
    try (TestInput input = new TestInput(topics)) {
      input.write(HISTORY, EVENTS);
      try (RunningJob job = RunningJob.start(topics, history(false), 2)) {
        job.await(HISTORY + 100);
        job.replaceTaskManager(0);
        job.await(EVENTS);
      }
    }
    assertThat(numbers(topics)).isEqualTo(streamed);
  }

  @Test
  void filesAloneInBatchExecutionGiveTheBitsOfTheStream() throws Exception {
    write("all.jsonl", 0, EVENTS);
    Topics topics = SharedBroker.topics(3);
    try (RunningJob job = RunningJob.start(topics, history(true), 2)) {
      job.await(EVENTS);
    }
    assertThat(numbers(topics)).isEqualTo(streamed);
  }

  @Test
  void aLineThatCannotBeReadIsADeadLetterWithItsFileAndLine() throws Exception {
    Path file = directory.resolve("bad.jsonl");
    Files.writeString(file, "\n  \n{\"key\": 1.5}\n" + "x".repeat(100_000));
    Topics topics = SharedBroker.topics(1);
    List<String> letters = new ArrayList<>();
    try (RunningJob job = RunningJob.start(topics, history(true), 1)) {
      job.await(2);
    }
    try (CommittedReader reader =
        new CommittedReader(topics.bootstrapServers(), List.of(topics.deadLetters()))) {
      while (letters.size() < 2) {
        reader.poll(record -> letters.add(new String(record.value())));
      }
    }
    assertThat(letters)
        .anySatisfy(letter -> assertThat(letter).contains("bad.jsonl", "\"offset\":2", "field key"))
        .anySatisfy(letter -> assertThat(letter).contains("\"offset\":3", "at most 65536"));
  }

  private History history(boolean only) {
    return new History(List.of(directory.toUri().toString()), only);
  }

  private void write(String file, int from, int to) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = from; i < to; i++) {
      lines.writeBytes(TestInput.event(i));
      lines.write('\n');
    }
    Files.write(directory.resolve(file), lines.toByteArray());
  }

  private static List<Numbers> numbers(Topics topics) {
    List<Numbers> numbers = new ArrayList<>();
    try (CommittedReader reader =
        new CommittedReader(topics.bootstrapServers(), List.of(topics.output()))) {
      while (numbers.size() < EVENTS) {
        reader.poll(record -> numbers.add(Numbers.of(parse(record.value()))));
      }
    }
    numbers.sort(Comparator.comparing(Numbers::key).thenComparing(Numbers::step));
    return numbers;
  }

  private static Result parse(byte[] value) {
    try {
      return Result.parse(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
