/**
 * Kafka, ZooKeeper and Flink as processes of their own, each of which can be killed, frozen and cut
 * off. {@link io.flinklstm.faults.cluster.Cluster} starts and holds them.
 *
 * <p>Temperature: cold.
 */
package io.flinklstm.faults.cluster;
