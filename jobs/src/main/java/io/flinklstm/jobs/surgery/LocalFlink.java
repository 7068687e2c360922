package io.flinklstm.jobs.surgery;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink in this JVM, one key after the other, with what does not fit into memory on disk. */
final class LocalFlink {

  private LocalFlink() {}

  /** {@code rocksdb} for bounded memory. */
  static StreamExecutionEnvironment environment(String backend) {
    Configuration c = new Configuration();
    c.set(StateBackendOptions.STATE_BACKEND, backend);
    c.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING); // no sort on disk
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    return StreamExecutionEnvironment.createLocalEnvironment(1, c);
  }
}
