package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.audit.CommittedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An example's pipeline as it is, but for its topics and with a file in the place of its input. */
record ExampleRun(Path example, Path folder, Topics topics) {

  static ExampleRun of(Path example, Path folder, Topics topics) {
    return new ExampleRun(example, folder, topics);
  }

  /** Runs it over the events of a file, and gives its results; there must be no dead letters. */
  List<String> score(Path events) throws IOException {
    Path models = example.toRealPath().getParent();
    String yaml =
        Files.readString(example)
            .replaceAll("(?m)^name: .*", "name: " + topics.input())
            .replace("${ENV:KAFKA}", topics.bootstrapServers())
            .replaceAll("(?m)^input:\n  topic: .*", input(events))
            .replaceAll("(?m)^  file: ", "  file: " + models + "/")
            .replaceAll("(?m)^output:\n  topic: .*", "output:\n  topic: " + topics.output())
            .replaceAll("(?m)^  dead-letters: .*", "  dead-letters: " + topics.deadLetters());
    Path file = Files.writeString(folder.resolve("pipeline.yaml"), yaml);
    Invocation run = Invocation.of("run", "--local", "--parallelism", "1", file);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(read(topics.deadLetters())).isEmpty();
    return read(topics.output());
  }

  private String input(Path events) throws IOException {
    return "input:\n  topic: "
        + topics.input()
        + "\n  history: "
        + events.toRealPath().toUri()
        + "\n  history-only: true";
  }

  private List<String> read(String topic) {
    List<String> values = new ArrayList<>();
    try (CommittedReader reader = new CommittedReader(topics.bootstrapServers(), List.of(topic))) {
      reader.readToEnd(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
    }
    return values;
  }
}
