/**
 * What is asked of a Kafka cluster before a job starts, {@link io.flinklstm.jobs.kafka.Preflight}.
 *
 * <p>Temperature: cold.
 */
package io.flinklstm.jobs.kafka;
