package io.flinklstm.jobs.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/**
 * A file that a pipeline names: by its path, by a web address, or by a URI of one of Flink's file
 * systems. It is read where the job is submitted.
 */
final class NamedFile {

  private static final Pattern URI_START = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
  private static final String NO_ADDRESS =
      "neither a path nor a URI: it begins like one and has characters, or a host, that none can have";
  private static final Duration WHOLE = Duration.ofMinutes(10); // of a download

  /** Flink's plugins by the schemes that they bring. */
  private static final Map<String, String> PLUGINS =
      Map.of(
          "s3", "flink-s3-fs-hadoop",
          "s3a", "flink-s3-fs-hadoop",
          "s3p", "flink-s3-fs-presto",
          "gs", "flink-gs-fs-hadoop",
          "oss", "flink-oss-fs-hadoop",
          "abfs", "flink-azure-fs-hadoop",
          "abfss", "flink-azure-fs-hadoop",
          "wasb", "flink-azure-fs-hadoop",
          "wasbs", "flink-azure-fs-hadoop");

  private static final String HADOOP =
      "set HADOOP_CLASSPATH to the output of `hadoop classpath` where the job is submitted";

  private final Path folder;
  private final String name;

  /**
   * @param folder where relative paths begin
   */
  NamedFile(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** Its path, where it is on this machine. */
  Optional<Path> path() {
    if (!URI_START.matcher(name).matches()) {
      return Optional.of(folder.resolve(name));
    }
    URI uri = URI.create(name);
    return uri.getScheme().equals("file") ? Optional.of(Path.of(uri)) : Optional.empty();
  }

  /** Where Flink's file systems find it; their paths are not percent-encoded. */
  String located() {
    return URI_START.matcher(name).matches() ? name : "file://" + folder.resolve(name);
  }

  /** Whether it is a path on this machine at which there is nothing. */
  boolean isMissing() {
    return !URI_START.matcher(name).matches() && !Files.exists(folder.resolve(name));
  }

  /** Its name without folders, and without what may be secret in an address. */
  Path last() {
    return path().orElseGet(() -> named(URI.create(name))).getFileName();
  }

  /** An address that ends with its host has the host's name. */
  private static Path named(URI uri) {
    Path path = Path.of(Optional.ofNullable(uri.getPath()).orElse(""));
    boolean nameless = path.getFileName() == null || path.toString().isEmpty();
    return nameless ? Path.of(Optional.ofNullable(uri.getHost()).orElse(uri.getScheme())) : path;
  }

  /**
   * Its content.
   *
   * @throws IOException where it is larger, or cannot be read; says why, and no secrets
   */
  byte[] read(int most) throws IOException {
    try {
      Optional<Path> path = path();
      if (path.isPresent()) {
        return local(path.get(), most);
      }
      URI uri = URI.create(name);
      boolean web = uri.getScheme().equals("http") || uri.getScheme().equals("https");
      return web ? new Download(uri, most, WHOLE).read() : open(uri, most);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          NO_ADDRESS); // its own message quotes the address, which may hold secrets
    }
  }

  private static byte[] local(Path path, int most) throws IOException {
    if (Files.size(path) > most) {
      throw new IOException(Files.size(path) + " bytes, more than " + most);
    }
    return Files.readAllBytes(path);
  }

  private static byte[] open(URI uri, int most) throws IOException {
    try (InputStream in = FileSystem.get(uri).open(new org.apache.flink.core.fs.Path(uri))) {
      return bounded(in, most);
    } catch (UnsupportedFileSystemSchemeException e) {
      throw new IOException("no file system for " + uri.getScheme() + ": here; " + remedy(uri), e);
    }
  }

  private static String remedy(URI uri) {
    String plugin = PLUGINS.get(uri.getScheme());
    if (plugin != null) {
      return "put "
          + plugin
          + " into a folder of its own within Flink's plugins folder and submit by `flink run`";
    }
    return uri.getScheme().equals("hdfs")
        ? HADOOP
        : "give a path, http, https, hdfs or one of " + new TreeSet<>(PLUGINS.keySet());
  }

  private static byte[] bounded(InputStream in, int most) throws IOException {
    byte[] bytes = in.readNBytes(most);
    if (in.read() >= 0) {
      throw new IOException("more than " + most + " bytes");
    }
    return bytes;
  }

  /** As errors name what came of reading it. */
  static String unreadable(IOException e) {
    String why = e.getClass() == IOException.class ? e.getMessage() : e.toString();
    return "a file that cannot be read (" + why + ")";
  }
}
