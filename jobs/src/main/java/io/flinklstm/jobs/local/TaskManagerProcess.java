package io.flinklstm.jobs.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.taskexecutor.TaskExecutorResourceUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * The child: one task manager, configured by a directory's {@code config.yaml}. It ends with its
 * parent, as the broker does.
 */
public final class TaskManagerProcess {

  private TaskManagerProcess() {}

  /** Arguments: directory. */
  public static void main(String[] args) throws Exception {
    Leash.follow();
    Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
    TaskExecutorResourceUtils.adjustForLocalExecution(configuration);
    FileSystem.initialize(configuration, null);
    System.exit(
        TaskManagerRunner.runTaskManager(
            configuration, PluginUtils.createPluginManagerFromRootFolder(configuration)));
  }

  /** Starts one on this JVM's class path; its log is in the directory. */
  static Process launch(Path directory, List<String> jvmOptions) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            TaskManagerProcess.class.getName(),
            directory.toString()));
    Path log = Files.createTempFile(directory, "task-manager", ".log");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
