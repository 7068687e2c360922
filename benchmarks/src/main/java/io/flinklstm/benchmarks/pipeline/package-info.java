/**
 * The whole pipeline from Kafka to Kafka, beside the same one with something trivial in the
 * operator's place. Entry: {@link io.flinklstm.benchmarks.pipeline.PipelineBench}.
 *
 * <p>Temperature: {@code PassThrough} is hot; the rest is cold.
 */
package io.flinklstm.benchmarks.pipeline;
