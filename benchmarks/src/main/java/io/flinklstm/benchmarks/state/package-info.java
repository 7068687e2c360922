/** What states cost in checkpoints and restores, beside a naive job. Temperature: cold. */
package io.flinklstm.benchmarks.state;
