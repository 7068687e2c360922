package io.flinklstm.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The reference vectors beside the checkout. */
public final class Golden {

  private static final Path FOLDER = Path.of("..", "..", "shared", "golden").normalize();

  private Golden() {}

  /** A folder of reference vectors; skips the test where there is none. */
  public static Path folder(String name) {
    Path folder = FOLDER.resolve(name);
    assumeTrue(Files.isDirectory(folder), "skipped: no reference vectors in " + folder);
    return folder;
  }

  /** The files of a folder whose names end so, sorted. */
  public static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The reference folders' table of what must be refused, as text. */
  public static String refusals() throws IOException {
    String readme = Files.readString(folder("").resolve("README.md"));
    return readme.substring(readme.indexOf("## Files that must be refused"));
  }
}
