package io.flinklstm.operators;

import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.MailboxExecutor.MailOptions;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Notices that input has run idle, by a mail that posts itself a second time: if one whole poll of
 * the input between the two brought no event, there is none. While whole buffers are queued no mail
 * is posted: events are about to come, and a mail for each would cost more than the event.
 *
 * <p>The mails are deferrable, so that no other operator's {@code yield} runs a flush inside of an
 * {@code output.collect}. None is posted when nothing waits: at the end of a task new mails are
 * refused.
 */
final class IdleInput {

  private final MailboxExecutor mailbox;
  private final ThrowingRunnable<Exception> idle;
  private final ThrowingRunnable<Exception> check = this::check;
  private final BooleanSupplier queued;
  private long events;
  private long eventsAtFirstMail;
  private boolean waiting;
  private boolean posted;
  private boolean secondMail;

  /**
   * @param queued whether the task's input has more than what is being read
   */
  IdleInput(MailboxExecutor mailbox, BooleanSupplier queued, ThrowingRunnable<Exception> idle) {
    this.mailbox = mailbox;
    this.queued = queued;
    this.idle = idle;
  }

  /** An event came, and waits. */
  void eventWaits() {
    events++;
    waiting = true;
    if (!posted && !queued.getAsBoolean()) {
      post();
    }
  }

  /** Nothing waits any more. */
  void nothingWaits() {
    waiting = false;
  }

  private void post() {
    posted = true;
    mailbox.execute(MailOptions.deferrable(), check, "is the input idle");
  }

  private void check() throws Exception {
    posted = false;
    if (!waiting || queued.getAsBoolean()) {
      secondMail = false;
    } else if (secondMail && eventsAtFirstMail == events) {
      secondMail = false;
      idle.run();
    } else {
      secondMail = true;
      eventsAtFirstMail = events;
      post();
    }
  }
}
