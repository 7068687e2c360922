/**
 * The operator measured in real Flink jobs beside what a user would write with ONNX Runtime, and
 * beside the floor that Flink sets. Entry: {@link io.flinklstm.benchmarks.operator.OperatorBench}.
 *
 * <p>Temperature: what runs in the jobs is hot; the rest is cold. Nothing shipped may depend on
 * this.
 */
package io.flinklstm.benchmarks.operator;
