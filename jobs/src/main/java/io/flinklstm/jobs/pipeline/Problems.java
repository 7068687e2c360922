package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.StartupException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** All that is wrong with a file, gathered so that it can be mended at once. */
final class Problems {

  private final String file;
  private final List<String> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /**
   * Notes a problem.
   *
   * @param line from 1, or 0 where it concerns the whole file
   */
  void add(int line, String path, String what, String expected) {
    String place = line == 0 ? file : file + ":" + line;
    found.add(place + ": " + path + ": found " + what + ", expected " + expected);
  }

  /** Notes each name that is not known. */
  void unknown(int line, String path, Collection<String> names, List<String> known) {
    for (String name : new TreeSet<>(names)) {
      if (!known.contains(name)) {
        add(line, path, name, "a field of the model: one of " + known);
      }
    }
  }

  /**
   * Ends here where there is any.
   *
   * @throws StartupException with all of them, a line each
   */
  void end() {
    if (!found.isEmpty()) {
      throw new StartupException(String.join(System.lineSeparator(), found));
    }
  }
}
