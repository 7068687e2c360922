package io.flinklstm.jobs.pipeline;

import java.util.Optional;

/**
 * One thing that a pipeline file may say.
 *
 * @param name within its section
 * @param required whether the file must say it
 * @param otherwise what holds where the file does not say it, as it would be written; empty for
 *     nothing
 * @param prose what it is for
 */
record Setting<T>(
    String name, Kind<T> kind, boolean required, Optional<String> otherwise, String prose) {

  static <T> Setting<T> required(String name, Kind<T> kind, String prose) {
    return new Setting<>(name, kind, true, Optional.empty(), prose);
  }

  static <T> Setting<T> optional(String name, Kind<T> kind, String prose) {
    return new Setting<>(name, kind, false, Optional.empty(), prose);
  }

  static <T> Setting<T> of(String name, Kind<T> kind, String otherwise, String prose) {
    return new Setting<>(name, kind, false, Optional.of(otherwise), prose);
  }
}
