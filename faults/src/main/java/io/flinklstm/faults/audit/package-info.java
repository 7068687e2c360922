/**
 * Judges what came out against a plain LSTM written apart from the one that is judged. {@link
 * io.flinklstm.faults.audit.Auditor} reads along while things break.
 *
 * <p>Temperature: warm, once per record. Nothing of flink-lstm may come in but the model's weights,
 * which are data.
 */
package io.flinklstm.faults.audit;
