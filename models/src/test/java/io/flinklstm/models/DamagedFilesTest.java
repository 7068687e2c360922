package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Small files of every format, damaged at random: each is read or refused, nothing else. */
class DamagedFilesTest {

  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz", "corpus");
  private static final int ROUNDS = 400;

  @Test
  void theCorpusItselfIsReadOrRefused() {
    for (Path file : Golden.files(CORPUS, "")) {
      assertThat(read(file)).isNotEmpty();
      ModelFileFuzzer.fuzzerTestOneInput(read(file));
    }
  }

  @TestFactory
  Stream<DynamicTest> damageIsReadOrRefused() {
    List<Path> files = Golden.files(CORPUS, "");
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> damage(file)));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void damage(Path file) {
    byte[] whole = read(file);
    Random random = new Random(file.getFileName().hashCode());
    for (int i = 0; i < ROUNDS; i++) {
      int cut = random.nextInt(8) == 0 ? random.nextInt(whole.length) : 0;
      byte[] damaged = Arrays.copyOf(whole, whole.length - cut);
      for (int n = random.nextInt(6); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = edge(random);
      }
      ModelFileFuzzer.fuzzerTestOneInput(damaged);
    }
  }

  private static byte edge(Random random) {
    byte[] edges = {0, 1, -1, 127, -128, (byte) random.nextInt(256)};
    return edges[random.nextInt(edges.length)];
  }
}
