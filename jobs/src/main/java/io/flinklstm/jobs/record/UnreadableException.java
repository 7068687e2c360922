package io.flinklstm.jobs.record;

/**
 * A document that is no event; the message is the dead letter's reason. Never leaves this package.
 */
final class UnreadableException extends Exception {

  private static final long serialVersionUID = 1;

  UnreadableException(String reason) {
    super(reason, null, false, false); // no stack trace: a flood of bad records must stay cheap
  }
}
