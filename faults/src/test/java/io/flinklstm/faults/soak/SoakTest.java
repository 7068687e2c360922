package io.flinklstm.faults.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.faults.report.RunResult.Sign;
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

  private List<Sign> signs(int looks, int growth) throws IOException {
    Path file = folder.resolve("soak.csv");
    Files.writeString(file, OLD + "\nsoak-1,0,1,1,1,1,1,1\n");
    Soak soak = new Soak("soak-2", file);
    for (int i = 0; i < looks; i++) {
      long heap = 1_000 + (long) i * growth;
      String line = new Vitals(i, 1_000, 1_000, 10, 10, i, 1_000, heap, 1_000).line("soak-2");
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }
    return soak.signs();
  }

  @Test
  void eachSignIsItsMediansOfTheSecondQuarterAndOfTheLast() throws IOException {
    assertThat(signs(80, 0)).hasSize(8).contains(new Sign("task_heap", 1_000, 1_000));
    assertThat(signs(80, 100))
        .contains(new Sign("task_heap", 4_000, 8_000), new Sign("heap", 1_000, 1_000))
        .contains(new Sign(Sign.TRANSACTIONAL_IDS, 30, 70));
  }

  @Test
  void aRunThatIsTooShortToTellHasNone() throws IOException {
    assertThat(signs(39, 0)).isEmpty();
  }

  @Test
  void aHeapIsTheSumOfItsGenerationsWhateverTheJdkCallsThem() throws IOException {
    String old =
        """
         def new generation   total 116224K, used 1K [0x0000000687400000, 0x000000068f210000)
          eden space 103360K,   0% used [0x0000000687400000, 0x0000000687400000)
         tenured generation   total 258048K, used 448K [0x0000000704d50000, 0x0000000714950000)
         Metaspace       used 118K, committed 320K, reserved 1114112K
        """;
    String now =
        """
        DefNew     total 116224K, used 0K [0x0000000687400000, 0x000000068f210000)
        Tenured    total 258048K, used 1247K [0x0000000704d50000, 0x0000000714950000)
        """;
    assertThat(Vitals.heap(old)).isEqualTo(449 << 10);
    assertThat(Vitals.heap(now)).isEqualTo(1_247 << 10);
    assertThatThrownBy(() -> Vitals.heap("")).hasMessageStartingWith("found no generation");
  }
}
