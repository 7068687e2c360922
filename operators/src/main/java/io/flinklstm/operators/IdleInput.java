package io.flinklstm.operators;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.MailboxExecutor.MailOptions;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Notices that input has run idle, by a mail that posts itself a second time: if one whole poll of
 * the input between the two brought no event, there is none.
 *
 * <p>The mails are deferrable, so that no other operator's {@code yield} runs a flush inside of an
 * {@code output.collect}. None is posted when nothing waits: at the end of a task new mails are
 * refused.
 */
final class IdleInput {

  private final MailboxExecutor mailbox;
  private final ThrowingRunnable<Exception> idle;
  private long events;
  private long eventsAtFirstMail;
  private boolean waiting;
  private boolean posted;
  private boolean secondMail;

  IdleInput(MailboxExecutor mailbox, ThrowingRunnable<Exception> idle) {
    this.mailbox = mailbox;
    this.idle = idle;
  }

  /** An event came, and waits. */
  void eventWaits() {
    events++;
    waiting = true;
    if (!posted) {
      post();
    }
  }

  /** Nothing waits any more. */
  void nothingWaits() {
    waiting = false;
  }

  private void post() {
    posted = true;
    mailbox.execute(MailOptions.deferrable(), this::check, "is the input idle");
  }

  private void check() throws Exception {
    posted = false;
    if (!waiting) {
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
