package io.flinklstm.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Run twice by the build: with the vector module, and without. */
class KernelChoiceTest {

  private static final boolean MODULE =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  @Test
  void scalarIsUsedWhenAskedFor() {
    KernelChoice choice = KernelChoice.choose("scalar");
    assertThat(choice.kernels()).isInstanceOf(ScalarKernels.class);
    assertThat(choice.reason()).contains("-Dflinklstm.kernels=scalar");
  }

  @Test
  void theFallbackNamesTheFlagToPass() {
    KernelChoice choice = KernelChoice.choose("");
    if (MODULE) {
      assertThat(choice.kernels().name()).startsWith("vector-");
    } else {
      assertThat(choice.kernels()).isInstanceOf(ScalarKernels.class);
      assertThat(choice.reason()).contains("--add-modules jdk.incubator.vector");
    }
  }

  @Test
  void theBuildsSecondRunHasNoVectorModule() {
    boolean expected = !Boolean.getBoolean("flinklstm.test.novector");
    assertThat(MODULE).isEqualTo(expected);
  }
}
