package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run keeps things.
 *
 * @param home the checkout
 * @param scratch what is removed at the end of the run, however that comes
 * @param artefacts what is kept of a run that failed
 */
public record RunFolder(Path home, Path scratch, Path artefacts) {

  /** Of the run that the script has begun. */
  public static RunFolder ofThisRun(String name) {
    Path home = Path.of(System.getProperty("faults.home", ".")).toAbsolutePath();
    Path scratch = Path.of(System.getProperty("faults.scratch", "/nonexistent"));
    if (!Files.isDirectory(scratch)) {
      throw new FaultsException("found no scratch directory; start this by faults/run");
    }
    RunFolder folder = new RunFolder(home, scratch, home.resolve("run/faults").resolve(name));
    folder.logs();
    return folder;
  }

  public Path logs() {
    return directory(artefacts.resolve("logs"));
  }

  /** A directory of the scratch. */
  public Path directory(String name) {
    return directory(scratch.resolve(name));
  }

  private static Path directory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new FaultsException("directory " + path + " cannot be made: " + e.getMessage(), e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new FaultsException("file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
