package io.flinklstm.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Network;
import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.pipeline.Stepping;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Origin;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningAuditTest {

  private static final Network NETWORK = DemoModel.source().load();

  private final List<Event> events =
      IntStream.range(0, 6)
          .mapToObj(i -> new Event("k", i * 86_400_000L, new float[] {i}, new Origin("in", 0, i)))
          .toList();
  private final Recomputation truth = new Recomputation(NETWORK, Stepping.plain(1));
  private final List<Result> results =
      events.stream().map(event -> truth.next(event).result().orElseThrow()).toList();
  private final RunningAudit audit = new RunningAudit(NETWORK, Stepping.plain(1));

  @Test
  void isCleanWhereEveryEventHasItsResult() {
    events.forEach(audit::event);
    assertThat(audit.waiting()).isEqualTo(6);
    results.forEach(audit::result);
    assertThat(audit.report()).isEqualTo(new AuditReport(6, 6, 0, 0, 0, 0, 0));
    assertThat(audit.waiting()).isZero();
  }

  @Test
  void countsAResultThatComesTwice() {
    events.forEach(audit::event);
    audit.result(results.get(0));
    audit.result(results.get(0));
    assertThat(audit.report().duplicates()).isEqualTo(1);
    assertThat(audit.report().isClean()).isFalse();
  }

  @Test
  void countsAnEventAsLostOnceALaterOneHasAResult() {
    events.forEach(audit::event);
    audit.result(results.get(0));
    audit.result(results.get(2));
    assertThat(audit.report()).isEqualTo(new AuditReport(6, 2, 0, 1, 0, 0, 0));
    assertThat(audit.waiting()).isEqualTo(3);
  }

  @Test
  void countsAResultOfAnotherBit() {
    events.forEach(audit::event);
    Result r = results.get(0);
    float next = Math.nextUp(r.forecast().get(0));
    audit.result(
        new Result(
            r.key(),
            r.time(),
            r.step(),
            r.warm(),
            r.label(),
            r.values(),
            List.of(next),
            r.expected(),
            r.errors(),
            r.error(),
            r.score(),
            r.model(),
            r.topic(),
            r.partition(),
            r.offset()));
    assertThat(audit.report().wrong()).isEqualTo(1);
  }

  @Test
  void expectsADeadLetterForWhatIsNoEvent() {
    audit.unreadable(0, 7);
    assertThat(audit.waiting()).isEqualTo(1);
    audit.deadLetter("", 0, 7);
    audit.deadLetter("", 0, 7);
    assertThat(audit.report()).isEqualTo(new AuditReport(1, 0, 2, 0, 1, 0, 0));
  }
}
