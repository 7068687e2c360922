package io.flinklstm.jobs.record;

/** Where an input record lies in Kafka. */
public record Origin(String topic, int partition, long offset) {}
