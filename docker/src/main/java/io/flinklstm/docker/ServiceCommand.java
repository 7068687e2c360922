package io.flinklstm.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a container would run, as commands of this machine. */
final class ServiceCommand {

  private static final String FLINK_ZOOKEEPER = "/opt/flink/bin/zookeeper.sh";

  private final ImageFiles files;
  private final Network network;
  private final Path hosts;
  private final Path logging;
  private final Path temporary;

  ServiceCommand(ImageFiles files, Network network, Path work) throws IOException {
    this.files = files;
    this.network = network;
    this.hosts = network.writeHosts(work.resolve("hosts"));
    this.logging = work.resolve("log4j2.properties");
    this.temporary = work.resolve("tmp");
  }

  /** The command that stays, or ends by itself; those before it must have ended well. */
  List<List<String>> commands(Service service) throws IOException {
    List<String> all =
        Stream.concat(service.entrypoint().stream(), service.command().stream()).toList();
    if (service.name().equals("kafka")) {
      return kafka(service);
    }
    if (!service.isOurs() || !service.entrypoint().isEmpty()) {
      return List.of(local(service, all));
    }
    String first = service.command().get(0);
    if (first.equals(FLINK_ZOOKEEPER)) {
      return List.of(FlinkCommand.zookeeper(files, all.get(all.size() - 1)));
    }
    FlinkCommand flink = new FlinkCommand(files, service.environment(), overrides(service));
    return switch (first) {
      case "standalone-job" ->
          List.of(flink.jobManager(local(service, all.subList(1, all.size()))));
      case "taskmanager" -> List.of(flink.taskManager());
      default ->
          throw new IllegalArgumentException(
              service.name()
                  + ": found command "
                  + first
                  + ", expected standalone-job, taskmanager or "
                  + FLINK_ZOOKEEPER);
    };
  }

  /** A container has an address of its own, and all ports of it. */
  private Map<String, String> overrides(Service service) throws IOException {
    String name = service.name();
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("jobmanager.bind-host", "jobmanager");
    overrides.put("rest.bind-address", "jobmanager");
    overrides.put("taskmanager.bind-host", "taskmanager");
    overrides.put("taskmanager.host", "taskmanager");
    overrides.put("metrics.reporter.prom.port", Integer.toString(network.metricsPort(name)));
    return overrides;
  }

  /** As the image does: its own class makes the configuration of the environment, and formats. */
  private List<List<String>> kafka(Service service) {
    String libraries = files.at("/opt/kafka/libs/*").toString();
    String heap = service.environment().get("KAFKA_HEAP_OPTS");
    String configuration = files.at("/opt/kafka/config").toString();
    return List.of(
        List.of(
            "java",
            "-cp",
            libraries,
            "kafka.docker.KafkaDockerWrapper",
            "setup",
            "--default-configs-dir",
            files.at("/etc/kafka/docker").toString(),
            "--mounted-configs-dir",
            files.at("/mnt/shared/config").toString(),
            "--final-configs-dir",
            configuration),
        List.of(
            "java", heap, "-cp", libraries, "kafka.Kafka", configuration + "/server.properties"));
  }

  /** The health check; empty for none. */
  List<String> health(Service service) {
    List<String> said = service.health();
    if (said.isEmpty()) {
      return said;
    }
    List<String> command = new ArrayList<>(said.subList(1, said.size()));
    if (said.get(0).equals("CMD-SHELL")) {
      command.addAll(0, List.of("/bin/sh", "-c"));
    }
    return local(service, command);
  }

  /** The service's environment, on top of what every process here needs. */
  Map<String, String> environment(Service service) {
    Map<String, String> environment = new LinkedHashMap<>();
    service.environment().forEach((name, value) -> environment.put(name, files.local(value)));
    environment.computeIfPresent(
        "KAFKA_LISTENERS", (name, value) -> value.replace("://:", "://kafka:"));
    environment.put("FLINK_CONF_DIR", files.at("/opt/flink/conf").toString());
    environment.put("FLINK_LIB_DIR", files.at("/opt/flink/lib").toString());
    environment.put("FLINK_PLUGINS_DIR", files.at("/opt/flink/plugins").toString());
    environment.put("TMPDIR", temporary.toString());
    environment.put(
        "PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
    environment.put(
        "JAVA_TOOL_OPTIONS",
        "-Djdk.net.hosts.file=%s -Dlog4j2.configurationFile=%s -Djava.io.tmpdir=%s"
            .formatted(hosts, logging, temporary));
    return environment;
  }

  private List<String> local(Service service, List<String> command) {
    return command.stream().map(word -> network.local(service, files.local(word))).toList();
  }
}
