package io.flinklstm.docker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * What Flink's image makes of its arguments: the entry point's options, the memory that its scripts
 * work out by these very classes, and the JVM options of the configuration.
 */
final class FlinkCommand {

  private static final String JOB_MANAGER =
      "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String ZOOKEEPER =
      "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer";

  private final String configuration;
  private final String libraries;
  private final Map<String, String> properties = new LinkedHashMap<>();

  /**
   * @param overrides what a process must have otherwise than a container
   */
  FlinkCommand(ImageFiles files, Map<String, String> environment, Map<String, String> overrides) {
    configuration = files.at("/opt/flink/conf").toString();
    libraries = files.at("/opt/flink/lib/*").toString();
    properties.put("jobmanager.rpc.address", environment.get("JOB_MANAGER_RPC_ADDRESS"));
    properties.put("blob.server.port", "6124");
    properties.put("query.server.port", "6125");
    files
        .local(environment.getOrDefault("FLINK_PROPERTIES", ""))
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.strip().split(":", 2))
        .forEach(pair -> properties.put(pair[0], pair[1].strip()));
    properties.putAll(overrides);
  }

  /** {@code zookeeper.sh start-foreground ID}. */
  static List<String> zookeeper(ImageFiles files, String id) {
    String libraries = files.at("/opt/flink/lib/*").toString();
    String file = files.at("/opt/flink/conf/zoo.cfg").toString();
    return List.of(
        "java", "-Xmx64m", "-cp", libraries, ZOOKEEPER, "--zkConfigFile", file, "--peerId", id);
  }

  /** {@code standalone-job ARGUMENTS}. */
  List<String> jobManager(List<String> arguments) {
    Configuration c = configuration();
    var memory = JobManagerProcessUtils.processSpecFromConfig(c);
    List<String> command = java(c, c.get(CoreOptions.FLINK_JM_JVM_OPTIONS));
    command.addAll(words(ProcessMemoryUtils.generateJvmParametersStr(memory)));
    command.addAll(entry(JOB_MANAGER));
    command.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    command.addAll(arguments);
    return command;
  }

  /** {@code taskmanager}. */
  List<String> taskManager() {
    Configuration c = configuration();
    var memory = TaskExecutorProcessUtils.processSpecFromConfig(c);
    List<String> command = java(c, c.get(CoreOptions.FLINK_TM_JVM_OPTIONS));
    command.addAll(words(ProcessMemoryUtils.generateJvmParametersStr(memory)));
    command.addAll(entry(TASK_MANAGER));
    command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    return command;
  }

  private Configuration configuration() {
    return GlobalConfiguration.loadConfiguration(configuration, Configuration.fromMap(properties));
  }

  private List<String> java(Configuration c, String options) {
    List<String> command = new ArrayList<>(List.of("java", "-cp", libraries));
    command.addAll(words(c.get(CoreOptions.FLINK_JVM_OPTIONS)));
    command.addAll(words(options));
    return command;
  }

  private List<String> entry(String main) {
    List<String> entry = new ArrayList<>(List.of(main, "--configDir", configuration));
    properties.forEach((key, value) -> entry.add("-D" + key + "=" + value));
    return entry;
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
