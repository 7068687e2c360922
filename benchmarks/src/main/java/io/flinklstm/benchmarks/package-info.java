/**
 * The kernels measured beside their peers, in one process and taking turns. Entry: {@link
 * io.flinklstm.benchmarks.KernelBench}.
 *
 * <p>Temperature: what is measured is hot; the rest is cold. Nothing shipped may depend on this.
 */
package io.flinklstm.benchmarks;
