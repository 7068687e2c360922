package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ResultFollowerTest {

  @Test
  void anErrorThatEndsItIsTold() throws Exception {
    Pipeline pipeline = Pipeline.of("shown", SharedBroker.topics(1), Layout.standard(1));
    Board board =
        new Board(
            ModelView.of(DemoModel.source().bundle().description()),
            Wording.plain("shown", "entries"),
            WatchOptions.ALARM_FROM);
    Trouble trouble = new Trouble();
    CountDownLatch begun = new CountDownLatch(1);
    ResultFollower follower =
        new ResultFollower(
            pipeline,
            () -> {
              begun.countDown();
              throw new OutOfMemoryError("Java heap space");
            },
            board,
            trouble);
    begun.await();
    follower.close();
    assertThat(trouble.now().values())
        .singleElement()
        .asString()
        .contains("Java heap space", "with a larger heap");
  }
}
