package io.flinklstm.jobs.record;

import java.io.Serializable;

/** What the bytes of a result are. */
public sealed interface ResultFormat extends Serializable {

  /** A JSON document. */
  record Json() implements ResultFormat {}

  /** An Avro record, its bytes alone. */
  record Avro() implements ResultFormat {}

  /**
   * An Avro record behind a zero byte and the four bytes of its schema's number in a registry.
   *
   * @param subject under which the schema is registered
   */
  record RegisteredAvro(Registry registry, String subject) implements ResultFormat {}
}
