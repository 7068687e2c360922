package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.pipeline.Delivery;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.Scoring;
import io.flinklstm.jobs.record.Layout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Event-time order between real topics: what is late, and what is not. */
class LateEventsTest {

  private static final int DAYS = 3 * TestInput.KEYS;

  @Test
  void onlyWhatEventsHavePassedIsLateWhateverUnreadableRecordsSay() throws Exception {
    Topics fresh = SharedBroker.topics(1);
    String late = fresh.input() + "-late";
    SharedBroker.create(List.of(late), 1);
    Topics topics =
        new Topics(
            fresh.bootstrapServers(), fresh.inputs(), fresh.output(), fresh.deadLetters(), late);
    try (TestInput input = new TestInput(topics);
        RunningJob job = RunningJob.start(inOrderOfTime(topics), DemoModel.source(), 1)) {
      input.write(0, DAYS);
      input.write("key-1", "written today".getBytes(StandardCharsets.UTF_8));
      job.await(DAYS - TestInput.KEYS + 1); // the last day waits for the next
      input.write(DAYS, 2 * DAYS);
      job.await(2 * DAYS - TestInput.KEYS + 1);
      input.write(0, 1);
      job.await(2 * DAYS - TestInput.KEYS + 2);
    }
    assertThat(Committed.count(topics.bootstrapServers(), topics.deadLetters(), 1)).isEqualTo(1);
    assertThat(Committed.count(topics.bootstrapServers(), late, 1)).isEqualTo(1);
    assertThat(Committed.values(topics.bootstrapServers(), late))
        .singleElement()
        .asString()
        .contains("\"key\":\"key-0\"", "late");
  }

  private static Pipeline inOrderOfTime(Topics topics) {
    return Pipeline.of(topics.input(), topics, Layout.standard(1))
        .with(Delivery.standard().withCheckpointInterval(Duration.ofMillis(200)))
        .with(Scoring.of(Map.of("order", "event-time"), DemoModel.source().bundle().description()))
        .withMaxParallelism(8);
  }
}
