package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.function.ThrowingRunnable;
import org.junit.jupiter.api.Test;

class IdleInputTest {

  private final Mails mails = new Mails();
  private boolean queued;
  private int flushes;
  private final IdleInput input = new IdleInput(mails, () -> queued, () -> flushes++);

  @Test
  void inputThatBringsNothingBetweenTwoMailsIsIdle() throws Exception {
    input.eventWaits();
    mails.runOne();
    assertThat(flushes).isZero();
    mails.runOne();
    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void anEventBetweenTheMailsPutsTheFlushOff() throws Exception {
    input.eventWaits();
    mails.runOne();
    input.eventWaits();
    mails.runOne();
    assertThat(flushes).isZero();
    mails.runOne();
    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void noMailIsPostedWhileBuffersAreQueued() {
    queued = true;
    input.eventWaits();
    input.eventWaits();
    assertThat(mails.posted).isEmpty();
  }

  @Test
  void theLastEventOfWhatWasQueuedIsNotForgotten() throws Exception {
    queued = true;
    input.eventWaits();
    queued = false;
    input.eventWaits();
    mails.runOne();
    mails.runOne();
    assertThat(flushes).isEqualTo(1);
  }

  /** A mailbox whose mails run when the test says. */
  private static final class Mails implements MailboxExecutor {

    private final Queue<ThrowingRunnable<? extends Exception>> posted = new ArrayDeque<>();

    void runOne() throws Exception {
      posted.remove().run();
    }

    @Override
    public void execute(
        MailOptions options,
        ThrowingRunnable<? extends Exception> command,
        String description,
        Object... arguments) {
      posted.add(command);
    }

    @Override
    public void yield() {
      throw new UnsupportedOperationException("never called");
    }

    @Override
    public boolean tryYield() {
      return false;
    }

    @Override
    public boolean shouldInterrupt() {
      return !posted.isEmpty();
    }
  }
}
