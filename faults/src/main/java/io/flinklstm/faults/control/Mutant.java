package io.flinklstm.faults.control;

import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.cluster.Shell;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The job jar with one class made wrong: a piece of its source is replaced by another, compiled
 * against the jar, and put in its place.
 *
 * @param source file, from the checkout
 * @param found must be in the source exactly once
 * @param replacement what stands there instead
 */
public record Mutant(String source, String found, String replacement) {

  /** Makes the jar. */
  public Path jar(Path home, Path jobJar, Path scratch, String name) {
    Path folder = scratch.resolve("mutant-" + name);
    try {
      Path mutated = folder.resolve("source").resolve(Path.of(source).getFileName().toString());
      Files.createDirectories(mutated.getParent());
      Files.writeString(mutated, mutate(Files.readString(home.resolve(source))));
      Path classes = Files.createDirectories(folder.resolve("classes"));
      compile(mutated, classes, jobJar);
      Path jar = folder.resolve("job.jar");
      Files.copy(jobJar, jar, StandardCopyOption.REPLACE_EXISTING);
      Shell.run(
          Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
          "--update",
          "--file",
          jar.toString(),
          "-C",
          classes.toString(),
          ".");
      return jar;
    } catch (IOException e) {
      throw new FaultsException("mutant " + name + " cannot be made: " + e.getMessage(), e);
    }
  }

  /** The source with the piece replaced. */
  String mutate(String text) {
    int at = text.indexOf(found);
    if (at < 0 || text.indexOf(found, at + 1) >= 0) {
      throw new FaultsException(
          source
              + ": found "
              + (at < 0 ? "no" : "more than one")
              + " place with \""
              + found
              + "\", expected one; the control must follow the code");
    }
    return text.substring(0, at) + replacement + text.substring(at + found.length());
  }

  private static void compile(Path file, Path classes, Path jobJar) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new FaultsException("found a JRE without compiler, expected a JDK");
    }
    Writer said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              jobJar + ":" + System.getProperty("java.class.path"));
      boolean good =
          compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file)).call();
      if (!good) {
        throw new FaultsException(file + " does not compile: " + said);
      }
    }
  }
}
