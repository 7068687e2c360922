package io.flinklstm.faults.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ControlsTest {

  private static final Path HOME = Path.of("..");

  @Test
  void whatIsMutatedIsStillInTheSource() throws IOException {
    for (Control control : Controls.all()) {
      if (control.mutant().isPresent()) {
        Mutant mutant = control.mutant().get();
        String source = Files.readString(HOME.resolve(mutant.source()));
        assertThat(mutant.mutate(source)).isNotEqualTo(source);
      }
    }
  }

  @Test
  void aMutantWhosePlaceIsGoneSaysSo() {
    assertThatThrownBy(() -> new Mutant("A.java", "x", "y").mutate("class A {}"))
        .isInstanceOf(FaultsException.class)
        .hasMessageContaining("found no place");
    assertThatThrownBy(() -> new Mutant("A.java", "A", "B").mutate("A A"))
        .isInstanceOf(FaultsException.class)
        .hasMessageContaining("more than one");
  }

  @Test
  void thereAreSevenControls() {
    assertThat(Controls.all()).hasSize(7);
  }
}
