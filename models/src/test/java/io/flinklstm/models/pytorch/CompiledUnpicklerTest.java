package io.flinklstm.models.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.models.ModelFile;
import io.flinklstm.models.format.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * One damaged file is answered the same each time, while the code that reads it goes from the
 * interpreter through both compilers. JDK 17 once answered otherwise when it had just compiled.
 */
class CompiledUnpicklerTest {

  private static final int UNTIL_COMPILED = 40_000;

  @Test
  void aFileIsAnsweredTheSameHoweverTheCodeWasCompiled() throws IOException {
    byte[] file;
    try (InputStream in = getClass().getResourceAsStream("/fuzz/corpus/compiled-call.pt")) {
      file = in.readAllBytes();
    }
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < UNTIL_COMPILED; i++) {
      try {
        ModelFile.read(file, Optional.empty(), "damaged", ModelFile.Options.plain());
        answers.add("read");
      } catch (ModelFormatException e) {
        answers.add(e.getMessage());
      }
    }
    assertThat(answers)
        .containsExactly(
            "pickle byte 723: found instruction 0x32, expected those of a state dict alone");
  }
}
