/**
 * The keyed operator and its door for DataStream users, {@link io.flinklstm.operators.FlinkLstm}.
 * {@link io.flinklstm.operators.GatheringOperator} is the shell that Flink sees; inside of it
 * {@link io.flinklstm.operators.WaveEngine} advances keys step by step and {@link
 * io.flinklstm.operators.WindowEngine} runs windows; both know nothing of Flink's operators. The
 * record's way through is told in {@code docs/flow.md}.
 *
 * <p>Temperature: building the stream is cold, a flush warm, everything per event hot. No Kafka and
 * no model files in here.
 */
package io.flinklstm.operators;
