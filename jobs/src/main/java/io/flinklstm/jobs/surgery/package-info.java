/**
 * Looking into savepoints and changing them, through Flink's State Processor API in this JVM:
 * {@link io.flinklstm.jobs.surgery.SavepointFile} reads and replaces the states of one operator,
 * the classes beside it say what to do with them. Keys stream through; none of it gathers them.
 *
 * <p>Temperature: warm, once per key. No Kafka in here; the cluster's jar does not hold the State
 * Processor API, so nothing of a job may use this package.
 */
package io.flinklstm.jobs.surgery;
