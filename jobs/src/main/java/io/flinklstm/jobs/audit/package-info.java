/**
 * Judges a pipeline from its topics alone, as anybody could: {@link io.flinklstm.jobs.audit.Audit}
 * reads input and output committed-only and says what is lost, double, out of order or wrong.
 *
 * <p>Temperature: cold. Shares nothing with the job but the network itself, the parsers of input
 * and Avro, and what the pipeline file says.
 */
package io.flinklstm.jobs.audit;
