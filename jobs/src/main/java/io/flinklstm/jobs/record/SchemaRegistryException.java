package io.flinklstm.jobs.record;

/**
 * The registry does not say what a schema is. The record is nobody's fault: the job must fail and
 * try again from its last checkpoint, since a dead letter would lose a good event.
 */
public final class SchemaRegistryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  SchemaRegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
