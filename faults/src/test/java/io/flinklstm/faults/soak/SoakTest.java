package io.flinklstm.faults.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {

  private static final String OLD =
      "run,seconds,heap,metaspace,files,threads,transactional_ids,state_bytes";

  @TempDir private Path folder;

  private List<String> growing(int looks, int growth) throws IOException {
    Path file = folder.resolve("soak.csv");
    Files.writeString(file, OLD + "\nsoak-1,0,1,1,1,1,1,1\n");
    Soak soak = new Soak("soak-2", file);
    for (int i = 0; i < looks; i++) {
      long heap = 1_000 + (long) i * growth;
      String line = new Vitals(i, 1_000, 1_000, 10, 10, i, 1_000, heap, 1_000).line("soak-2");
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }
    return soak.growing();
  }

  @Test
  void whatGrowsIsNamed() throws IOException {
    assertThat(growing(20, 0)).isEmpty();
    assertThat(growing(20, 100)).singleElement().asString().startsWith("task_heap: ");
  }

  @Test
  void aRunThatIsTooShortToTellSaysSo() throws IOException {
    assertThat(growing(3, 0)).singleElement().asString().startsWith("too short");
  }
}
