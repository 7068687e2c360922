package io.flinklstm.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A folder in which lies what the containers have at their root: the libraries of Flink and Kafka
 * from Maven, and what the Dockerfile copies and the compose file mounts. Paths in text are changed
 * to this folder's.
 */
record ImageFiles(Path root, Path repository) {

  /** Every absolute path that the files here name begins with one of these. */
  private static final List<String> ROOTS = List.of("/opt/", "/data", "/var/lib/kafka");

  private static final Set<String> TEXT = Set.of("yaml", "cfg", "sh");

  /** Lays out the Dockerfile's copies and Kafka's scripts. */
  void layOut() throws IOException {
    for (String line : Files.readAllLines(repository.resolve("docker/Dockerfile"))) {
      String[] words = line.split("\\s+");
      if (words[0].equals("COPY")) {
        copy(repository, words[words.length - 2], words[words.length - 1]);
      }
    }
    Files.createDirectories(at("/data"));
    Files.createDirectories(at("/var/lib/kafka/data"));
    Path configs = Files.createDirectories(at("/etc/kafka/docker"));
    for (String name : List.of("server.properties", "log4j2.yaml", "tools-log4j2.yaml")) {
      Files.writeString(configs.resolve(name), "");
    }
    Files.createDirectories(at("/mnt/shared/config"));
    Files.createDirectories(at("/opt/kafka/config"));
    tool("kafka-topics.sh", "org.apache.kafka.tools.TopicCommand");
    tool("kafka-broker-api-versions.sh", "org.apache.kafka.tools.BrokerApiVersionsCommand");
  }

  /** What Kafka's image has as a script, which Maven's artifacts have as a class only. */
  private void tool(String name, String main) throws IOException {
    Path script = at("/opt/kafka/bin/" + name);
    Files.createDirectories(script.getParent());
    Files.writeString(
        script,
        "#!/bin/sh\nexec java -Xmx128m -cp '%s' %s \"$@\"\n"
            .formatted(at("/opt/kafka/libs/*"), main));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
  }

  /** Where a container's path lies. */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  /** Lays a service's mounted files where its container would have them. */
  void mount(Path folder, Service service) {
    service.mounts().stream()
        .filter(mount -> mount.target().startsWith("/opt/"))
        .forEach(mount -> copy(folder, mount.source(), mount.target()));
  }

  private void copy(Path from, String pattern, String target) {
    Path path = from.resolve(pattern).normalize();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
      for (Path file : found) {
        copy(file, at(target));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(pattern + " cannot be copied to " + target, e);
    }
    if (!Files.exists(at(target))) {
      throw new IllegalStateException(
          "found no file " + path + "; build it first: mvn -DskipTests package");
    }
  }

  private void copy(Path file, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    String name = file.toString();
    if (TEXT.contains(name.substring(name.lastIndexOf('.') + 1))) {
      Files.writeString(target, local(Files.readString(file)));
    } else {
      Files.write(target, Files.readAllBytes(file));
    }
  }

  /** The text with this folder's paths. */
  String local(String text) {
    String changed = text;
    for (String path : ROOTS) {
      changed = changed.replaceAll("(?<![\\w./-])(//)?" + path, "$1" + root + path);
    }
    return changed;
  }
}
