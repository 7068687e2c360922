/**
 * Kafka and Flink on this machine alone, for the demo, for local runs and for tests: {@link
 * io.flinklstm.jobs.local.EmbeddedBroker} and {@link io.flinklstm.jobs.local.LocalCluster}. Both
 * listen on loopback and leave nothing behind.
 *
 * <p>Temperature: cold. Not in the job jar; nothing a job on a cluster needs may come in.
 */
package io.flinklstm.jobs.local;
