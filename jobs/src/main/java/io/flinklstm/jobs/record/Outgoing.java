package io.flinklstm.jobs.record;

/**
 * A Kafka record to be written.
 *
 * @param key decides the partition; null for none
 */
public record Outgoing(String topic, byte[] key, byte[] value) {}
