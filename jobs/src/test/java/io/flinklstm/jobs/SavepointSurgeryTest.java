package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.audit.Audit;
import io.flinklstm.jobs.audit.AuditReport;
import io.flinklstm.jobs.audit.Result;
import io.flinklstm.jobs.surgery.SavepointFile;
import io.flinklstm.jobs.surgery.Surgery;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job goes on from a savepoint that was written without it, as if nothing had happened. */
class SavepointSurgeryTest {

  private static final int HALF = 650;
  private static final int EVENTS = 1_300;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"hashmap, CANONICAL", "rocksdb, CANONICAL", "hashmap, NATIVE"})
  void importedStatesAndKeptOffsetsLoseNoEventAndNoBit(String backend, SavepointFormatType format)
      throws Exception {
    Topics topics = SharedBroker.topics(2);
    Path imported = directory.resolve("imported");
    try (TestInput input = new TestInput(topics)) {
      input.write(0, HALF);
      String savepoint;
      try (RunningJob job = RunningJob.start(topics, 2, backend(backend))) {
        job.await(HALF);
        savepoint = job.stopWithSavepoint(directory.toUri().toString(), format);
      }
      SavepointFile file = SavepointFile.open(savepoint, "lstm");
      Path lines = directory.resolve("states.jsonl");
      try (Writer writer = Files.newBufferedWriter(lines)) {
        assertThat(Surgery.export(file, writer)).isEqualTo(TestInput.KEYS);
      }
      Surgery.importLines(lines, file, null, imported);
      input.write(HALF, EVENTS);
      try (RunningJob job = RunningJob.resume(topics, 1, imported.toUri().toString())) {
        job.await(EVENTS);
      }
    }
    Audit audit = new Audit(topics, DemoModel.source().load());
    assertThat(audit.run()).isEqualTo(new AuditReport(EVENTS, EVENTS, 0, 0, 0, 0, 0));
  }

  @Test
  void aNativeSavepointOfRocksDbCanBeReadButNotChanged() throws Exception {
    Topics topics = SharedBroker.topics(1);
    String savepoint;
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(topics, 1, backend("rocksdb"))) {
      input.write(0, HALF);
      job.await(HALF);
      savepoint = job.stopWithSavepoint(directory.toUri().toString(), SavepointFormatType.NATIVE);
    }
    SavepointFile file = SavepointFile.open(savepoint, "lstm");
    Path lines = directory.resolve("states.jsonl");
    try (Writer writer = Files.newBufferedWriter(lines)) {
      assertThat(Surgery.export(file, writer)).isEqualTo(TestInput.KEYS);
    }
    Path target = directory.resolve("imported");
    assertThatThrownBy(() -> Surgery.importLines(lines, file, null, target))
        .hasMessageContaining("take a savepoint in canonical format");
    assertThat(target).doesNotExist();
  }

  private static Configuration backend(String name) {
    return new Configuration().set(StateBackendOptions.STATE_BACKEND, name);
  }

  @Test
  void aBootstrappedJobGivesTheBitsOfOneThatSawTheHistory() throws Exception {
    Topics whole = SharedBroker.topics(1);
    try (TestInput input = new TestInput(whole);
        RunningJob job = RunningJob.start(whole, 1)) {
      input.write(0, EVENTS);
      job.await(EVENTS);
    }
    Path savepoint = directory.resolve("bootstrapped");
    Surgery.bootstrap(
        DemoModel.source(), new Surgery.History(history(), "key", "time"), "lstm", 32, savepoint);
    Topics rest = SharedBroker.topics(1);
    try (TestInput input = new TestInput(rest);
        RunningJob job = RunningJob.resume(rest, 1, savepoint.toUri().toString())) {
      input.write(HALF, EVENTS);
      job.await(EVENTS - HALF);
    }
    assertThat(results(rest))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("topic", "offset")
        .isEqualTo(results(whole).subList(HALF, EVENTS));
  }

  private Path history() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < HALF; i++) {
      lines.add(new String(TestInput.event(i), StandardCharsets.UTF_8));
    }
    return Files.write(directory.resolve("history.jsonl"), lines);
  }

  private static List<Result> results(Topics topics) {
    Audit audit = new Audit(topics, DemoModel.source().load());
    audit.run();
    return audit.results();
  }
}
