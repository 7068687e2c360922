package io.flinklstm.faults.fault;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What happens to the files of a job's checkpoints while nobody looks. */
enum Damage {
  TRUNCATE {
    @Override
    byte[] apply(byte[] bytes) {
      return Arrays.copyOf(bytes, bytes.length / 2);
    }
  },
  FLIP {
    @Override
    byte[] apply(byte[] bytes) {
      byte[] other = bytes.clone();
      for (int at = other.length / 2; at < other.length; at += 512) {
        other[at] ^= 1;
      }
      return other;
    }
  };

  /** Not "restore" alone: every task's stack has it, whatever it failed of. */
  private static final Pattern NAMED =
      Pattern.compile(
          "orrupt|EOFException|hecksum|Could not (read|deserialize|restore)"
              + "|Exception while creating \\S*State|StateFormat",
          Pattern.CASE_INSENSITIVE);

  abstract byte[] apply(byte[] bytes);

  /** Damages every data file that the checkpoints below a directory have; all of them or none. */
  Undo of(Path checkpoints) {
    Undo undo = new Undo(new HashMap<>());
    try (Stream<Path> files = Files.walk(checkpoints)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        undo.before.put(file, bytes);
        Files.write(file, apply(bytes));
      }
    } catch (IOException | UncheckedIOException e) {
      undo.close();
      throw new FaultsException("checkpoints " + checkpoints + ": " + e.getMessage(), e);
    }
    return undo;
  }

  /** Whether a failure says that state could not be read. */
  static boolean isNamedIn(String failure) {
    return NAMED.matcher(failure).find();
  }

  /** The files as they were. */
  record Undo(Map<Path, byte[]> before) implements AutoCloseable {

    int files() {
      return before.size();
    }

    @Override
    public void close() {
      before.forEach(
          (file, bytes) -> {
            try {
              if (Files.exists(file)) {
                Files.write(file, bytes);
              }
            } catch (IOException e) {
              throw new FaultsException("file " + file + " cannot be mended: " + e.getMessage(), e);
            }
          });
    }
  }
}
