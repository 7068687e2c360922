package io.flinklstm.jobs.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** A name and its language, of those that {@code train_names.py} keeps back. */
record TypedName(String name, String language) {

  private static final Path NAMES = Path.of("../../shared/data/names");
  private static final String END = ".";
  private static final int SECOND = 1000;

  /** Skips the test where the names are not there. */
  static List<TypedName> keptBack() throws IOException {
    assumeTrue(Files.isDirectory(NAMES), "skipped: no names in " + NAMES.toAbsolutePath());
    Set<String> pairs = new TreeSet<>();
    try (Stream<Path> files = Files.list(NAMES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
        String language = file.getFileName().toString().replace(".txt", "");
        Files.readAllLines(file).stream()
            .filter(line -> !line.isBlank())
            .forEach(line -> pairs.add(normalised(line) + "|" + language));
      }
    }
    return pairs.stream()
        .filter(TypedName::isKeptBack)
        .map(pair -> pair.split("\\|"))
        .map(parts -> new TypedName(parts[0], parts[1]))
        .toList();
  }

  private static String normalised(String name) {
    String letters = Normalizer.normalize(name.strip(), Normalizer.Form.NFD);
    return letters.replaceAll("\\p{Mn}", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isKeptBack(String pair) {
    CRC32 crc = new CRC32();
    crc.update(pair.getBytes(StandardCharsets.UTF_8));
    return crc.getValue() % 10 == 0;
  }

  static String user(int i) {
    return "user-" + i;
  }

  /** When the end of the name is typed. */
  long end() {
    return (long) name.length() * SECOND;
  }

  /** All symbols of all names, each name by a user of its own. */
  static Stream<String> events(List<TypedName> names) {
    return IntStream.range(0, names.size()).boxed().flatMap(i -> names.get(i).events(user(i)));
  }

  private Stream<String> events(String user) {
    String typed = name + END;
    return IntStream.range(0, typed.length())
        .mapToObj(
            i ->
                "{\"user\":\"%s\",\"at\":%d,\"symbol\":\"%s\"}"
                    .formatted(user, (long) i * SECOND, typed.charAt(i)));
  }
}
