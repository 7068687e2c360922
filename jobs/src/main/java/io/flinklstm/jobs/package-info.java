/**
 * Ready jobs from Kafka to Kafka. {@link io.flinklstm.jobs.PipelineJob} is the main path: source,
 * keys, operator, sink.
 *
 * <p>Temperature: cold; what runs per record is in {@code record} and {@code operators}. Nothing of
 * the demo may come in.
 */
package io.flinklstm.jobs;
