package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HiddenRowsTest {

  private static final int LENGTH = 4;
  private static final Offset<Float> HALF_A_PART = Offset.offset(0.8f / 254 + 1e-7f);

  private final HiddenRows rows = new HiddenRows(LENGTH, 3);

  @Test
  void numbersAreExactToHalfA127thOfTheLargestOfTheirRow() {
    float[] outputs = {17, -0.8f, 0.31f, 0.002f};
    rows.put(0, outputs, 1);
    float[] row = rows.get(0);
    assertThat(row).hasSize(3);
    assertThat(row[0]).isEqualTo(-0.8f);
    assertThat(row[1]).isCloseTo(0.31f, HALF_A_PART);
    assertThat(row[2]).isCloseTo(0.002f, HALF_A_PART);
  }

  @Test
  void whatIsNotFiniteSpoilsNoneOfTheOthers() {
    rows.put(0, new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 2}, 0);
    assertThat(rows.get(0)).containsExactly(0, -2, 2);
  }

  @Test
  void zerosStayZeros() {
    rows.put(0, new float[3], 0);
    assertThat(rows.get(0)).containsExactly(0, 0, 0);
  }

  @Test
  void aResultOfFewerOutputsHasNoRowNorThatOfAnother() {
    rows.put(1, new float[] {1, 1, 1}, 0);
    rows.put(1 + LENGTH, new float[] {1, 1}, 0);
    assertThat(rows.get(1 + LENGTH)).isEmpty();
  }
}
