/**
 * Kernels that lost, each with the reason: {@link io.flinklstm.benchmarks.beaten.BeatenBench} runs
 * them beside the ones in use. Temperature: hot, but nobody's production.
 */
package io.flinklstm.benchmarks.beaten;
