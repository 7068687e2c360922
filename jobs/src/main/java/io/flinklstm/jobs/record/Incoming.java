package io.flinklstm.jobs.record;

/** What a Kafka record turned out to be: an event, or something nobody can score. */
public sealed interface Incoming permits Event, DeadLetter {

  /** Where the record lies. */
  Origin origin();
}
