package io.flinklstm.docker;

import java.util.List;
import java.util.Map;

/**
 * One service of a compose file.
 *
 * @param entrypoint empty for the image's own
 * @param health command of the health check; empty for none
 * @param dependsOn what must have come to which condition before
 * @param mounts files of this machine and where they lie in the container; no named volumes
 */
record Service(
    String name,
    String image,
    List<String> profiles,
    List<String> entrypoint,
    List<String> command,
    Map<String, String> environment,
    List<String> health,
    Map<String, String> dependsOn,
    List<Mount> mounts) {

  /** A file or folder, relative to the compose file. */
  record Mount(String source, String target) {

    /** Of {@code source:target[:ro]}. */
    static Mount parse(String text) {
      String[] parts = text.split(":");
      return new Mount(parts[0], parts[1]);
    }

    boolean isFile() {
      return source.startsWith(".") || source.startsWith("/");
    }
  }

  /** Whether the image is one that the compose file builds, or a stranger's. */
  boolean isOurs() {
    return image.startsWith("flink-lstm:");
  }
}
