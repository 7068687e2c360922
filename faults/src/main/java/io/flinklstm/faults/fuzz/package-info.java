/**
 * Generated records by the million through deserializer, operator and serializer, in one JVM and
 * without Kafka.
 *
 * <p>Temperature: hot.
 */
package io.flinklstm.faults.fuzz;
