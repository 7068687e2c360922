/** How long a large model takes to load. Temperature: cold. No Flink in here. */
package io.flinklstm.benchmarks.load;
