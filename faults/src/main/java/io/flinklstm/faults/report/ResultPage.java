package io.flinklstm.faults.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stub of the page; replaced below. */
final class ResultPage {
  private ResultPage() {}

  static void write(Path results, Path page) throws IOException {
    Files.exists(results);
  }
}
