/** Other engines, one thread each. In the build only with the profile {@code bench}. */
package io.flinklstm.benchmarks.peers;
