package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.StartupException;
import java.util.ArrayList;
import java.util.List;

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
