package io.flinklstm.jobs.local;

import io.flinklstm.jobs.StartupException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that is gone after {@link #close} or with this JVM, with all that is in it. */
public final class TemporaryDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectory.class);

  private final Path path;
  private final Thread hook;

  private TemporaryDirectory(Path path) {
    this.path = path;
    this.hook = new Thread(() -> delete(path), "delete " + path);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public static TemporaryDirectory create(String prefix) {
    try {
      return new TemporaryDirectory(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new StartupException(
          "no temporary directory can be made in "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + e
              + "); free space there, or set TMPDIR to another directory",
          e);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the JVM stops, so the hook deletes once more", e);
    }
  }

  /** Deletes what can be deleted; another process may be deleting, too. */
  static void delete(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
      paths.stream().map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      directory.toFile().deleteOnExit();
    }
  }
}
