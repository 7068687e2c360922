package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.RunningJob;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.TestInput;
import io.flinklstm.jobs.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of topics that a job has worked off, and of those that it cannot judge. */
class AuditCommandTest {

  private static final int EVENTS = 500;
  private static final String CLEAN =
      "audit: CLEAN: 500 events, 500 results, 0 dead letters; 0 lost";

  @TempDir private Path folder;
  private Topics topics;
  private Path model;

  @BeforeEach
  void chooseTopics() throws IOException {
    topics = SharedBroker.topics(2);
    model = Files.write(folder.resolve("model.safetensors"), DemoModel.bytes());
  }

  private void workOff() throws Exception {
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(topics, 2)) {
      input.write(0, EVENTS);
      job.await(EVENTS);
    }
  }

  private Path pipeline(String more) throws IOException {
    String yaml =
        """
        name: audited
        kafka: {bootstrap: "%s"}
        input: {topic: %s}
        model: {file: model.safetensors}
        output: {topic: %s, dead-letters: %s}
        """
            .formatted(
                topics.bootstrapServers(), topics.input(), topics.output(), topics.deadLetters());
    return Files.writeString(folder.resolve("pipeline.yaml"), yaml + more);
  }

  @Test
  void topicsThatWereWorkedOffAreJudgedByFileOrByName() throws Exception {
    workOff();
    Invocation byFile = Invocation.of("audit", pipeline(""));
    assertThat(byFile.code()).as(byFile.err()).isZero();
    assertThat(byFile.out()).contains(CLEAN);
    Invocation byName =
        Invocation.of(
            "audit",
            "--bootstrap=" + topics.bootstrapServers(),
            "--input=" + topics.input(),
            "--output=" + topics.output(),
            "--dead-letters=" + topics.deadLetters(),
            "--model=" + model);
    assertThat(byName.code()).as(byName.err()).isZero();
    assertThat(byName.out()).contains(CLEAN);

    try (TestInput input = new TestInput(topics)) {
      input.write(0, 1);
    }
    Invocation later = Invocation.of("audit", pipeline(""));
    assertThat(later.code()).isEqualTo(1);
    assertThat(later.out()).contains("audit: BROKEN: 501 events", "; 1 lost");

    deleteTheFirst(topics.input(), 3);
    Invocation cut = Invocation.of("audit", pipeline(""));
    assertThat(cut.code()).isEqualTo(1);
    assertThat(cut.out()).isEmpty();
    assertThat(cut.err())
        .contains("found first offsets {%s-1=3}, expected 0".formatted(topics.input()));
  }

  private void deleteTheFirst(String topic, long records) throws Exception {
    Map<String, Object> broker =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    try (Admin admin = Admin.create(broker)) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, 1), RecordsToDelete.beforeOffset(records)))
          .all()
          .get();
    }
  }

  @Test
  void whatCannotBeRecomputedIsNotJudged() throws IOException {
    Invocation audit =
        Invocation.of("audit", pipeline("operator: {expire-after: 30 d, emit: sequence-end}\n"));
    assertThat(audit.code()).isEqualTo(1);
    assertThat(audit.err())
        .contains("its results cannot be recomputed from its topics")
        .contains("operator.expire-after: the watermark", "operator.emit: sequence-end");
  }

  @Test
  void topicsThatAreNotThereAreNotClean() throws IOException {
    Path file = pipeline("");
    String gone = Files.readString(file).replace(topics.deadLetters(), "no-such-topic");
    Invocation audit = Invocation.of("audit", Files.writeString(file, gone));
    assertThat(audit.code()).isEqualTo(1);
    assertThat(audit.out()).isEmpty();
    assertThat(audit.err()).contains("no topic no-such-topic on Kafka at");
  }

  @Test
  void aFileOrTopicsAreNeededAndNotBoth() throws IOException {
    assertThat(Invocation.of("audit").err()).contains("expected a pipeline's file, or --input");
    assertThat(Invocation.of("audit", "--input=a").err()).contains("Missing required argument");
    Invocation both =
        Invocation.of(
            "audit",
            pipeline(""),
            "--bootstrap=a:1",
            "--input=a",
            "--output=b",
            "--dead-letters=c",
            "--model=" + model);
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("expected a pipeline's file, or --input");
  }
}
