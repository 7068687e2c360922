package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.audit.Audit;
import io.flinklstm.jobs.audit.AuditReport;
import io.flinklstm.jobs.audit.Result;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job between real topics: what comes out is the same, whatever happened in between. */
class PipelineJobTest {

  private static final int PARTITIONS = 3;
  private static final int EVENTS = 6_000;
  private static final AuditReport CLEAN = new AuditReport(EVENTS, EVENTS, 0, 0, 0, 0, 0);

  private static List<Result> undisturbed;

  @TempDir private Path directory;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    Topics topics = SharedBroker.topics(PARTITIONS);
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(topics, 2)) {
      input.write(0, EVENTS);
      job.await(EVENTS);
    }
    undisturbed = judged(topics);
  }

  @Test
  void resultsAreTheSameBitsWhenTaskManagersDie() throws Exception {
    Topics topics = SharedBroker.topics(PARTITIONS);
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(topics, 2)) {
      input.write(0, 2_000);
      job.await(500);
      job.replaceTaskManager(0);
      input.write(2_000, 4_000);
      job.await(2_500);
      job.replaceTaskManager(1);
      input.write(4_000, EVENTS);
      job.await(EVENTS);
    }
    assertThat(judged(topics))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("topic")
        .isEqualTo(undisturbed);
  }

  @Test
  void atLeastOnceNothingIsLostOrWrongWhenATaskManagerDies() throws Exception {
    Topics topics = SharedBroker.topics(PARTITIONS);
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.startAtLeastOnce(topics, 2)) {
      input.write(0, 2_000);
      job.await(500);
      job.replaceTaskManager(0);
      input.write(2_000, EVENTS);
      job.await(EVENTS);
      AuditReport report = new Audit(topics, DemoModel.source().load()).run();
      while (report.lost() > 0) { // some of those that came were there twice
        job.await(report.predictions() + 1);
        report = new Audit(topics, DemoModel.source().load()).run();
      }
      assertThat(report.keeps(false)).as(report.toString()).isTrue();
    }
  }

  @Test
  void resultsAreTheSameBitsWhenParallelismChanges() throws Exception {
    Topics topics = SharedBroker.topics(PARTITIONS);
    String savepoints = directory.toUri().toString();
    String savepoint;
    try (TestInput input = new TestInput(topics)) {
      input.write(0, 2_000);
      try (RunningJob job = RunningJob.start(topics, 1)) {
        job.await(300);
        savepoint = job.stopWithSavepoint(savepoints);
      }
      input.write(2_000, 4_000);
      try (RunningJob job = RunningJob.resume(topics, 3, savepoint)) {
        job.await(3_000);
        savepoint = job.stopWithSavepoint(savepoints);
      }
      input.write(4_000, EVENTS);
      try (RunningJob job = RunningJob.resume(topics, 2, savepoint)) {
        job.await(EVENTS);
      }
    }
    assertThat(judged(topics))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("topic")
        .isEqualTo(undisturbed);
  }

  /** All results in the order of the input, after an audit that found nothing. */
  private static List<Result> judged(Topics topics) {
    Audit audit = new Audit(topics, DemoModel.source().load());
    assertThat(audit.run()).isEqualTo(CLEAN);
    return audit.results().stream()
        .sorted(Comparator.comparing(Result::partition).thenComparing(Result::offset))
        .toList();
  }
}
