package io.flinklstm.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of metrics that a dashboard asks for. */
record Dashboard(Set<String> metrics) {

  private static final Pattern NAME = Pattern.compile("flink_(?:task|job)manager_[A-Za-z_]+");

  static Dashboard read(Path file) throws IOException {
    Set<String> metrics = new TreeSet<>();
    Matcher name = NAME.matcher(Files.readString(file));
    while (name.find()) {
      metrics.add(name.group());
    }
    return new Dashboard(metrics);
  }

  /** Those that a page of metrics lacks. */
  Set<String> missingFrom(String page) {
    Set<String> missing = new TreeSet<>(metrics);
    page.lines().map(line -> line.split("[{ ]", 2)[0]).forEach(missing::remove);
    return missing;
  }
}
