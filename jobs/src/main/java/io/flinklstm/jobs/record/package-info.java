/**
 * Kafka records on their way in and out: bytes become an {@link io.flinklstm.jobs.record.Event} or
 * a {@link io.flinklstm.jobs.record.DeadLetter}, results become {@link
 * io.flinklstm.jobs.record.Outgoing} bytes. Begin at {@link
 * io.flinklstm.jobs.record.IncomingDeserializer}.
 *
 * <p>Temperature: hot, once per event, and may allocate the objects of the record. Knows nothing of
 * the network.
 */
package io.flinklstm.jobs.record;
