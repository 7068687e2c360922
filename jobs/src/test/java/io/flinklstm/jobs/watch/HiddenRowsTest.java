package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HiddenRowsTest {

  private static final int LENGTH = 4;
  private static final Offset<Float> HALF_A_PART = Offset.offset(0.8f / 254 + 1e-7f);

  private final HiddenRows rows = new HiddenRows(LENGTH, 3);

  private float[] row(long index) {
    byte[] parts = rows.parts(index);
    float[] row = new float[parts.length];
    for (int unit = 0; unit < row.length; unit++) {
      row[unit] = parts[unit] / HiddenRows.PARTS * rows.largest(index);
    }
    return row;
  }

  @Test
  void numbersAreExactToHalfA127thOfTheLargestOfTheirRow() {
    float[] outputs = {17, -0.8f, 0.31f, 0.002f};
    rows.put(0, outputs, 1);
    float[] row = row(0);
    assertThat(row).hasSize(3);
    assertThat(row[0]).isEqualTo(-0.8f);
    assertThat(row[1]).isCloseTo(0.31f, HALF_A_PART);
    assertThat(row[2]).isCloseTo(0.002f, HALF_A_PART);
  }

  @Test
  void whatIsNotFiniteSpoilsNoneOfTheOthers() {
    rows.put(0, new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 2}, 0);
    assertThat(row(0)).containsExactly(0, -2, 2);
  }

  @Test
  void smallNumbersAreAsExact() {
    rows.put(0, new float[] {-2e-6f, 1e-6f, 0}, 0);
    assertThat(row(0)[0]).isEqualTo(-2e-6f);
    assertThat(row(0)[1]).isCloseTo(1e-6f, Offset.offset(1e-8f));
  }

  @Test
  void zerosStayZeros() {
    rows.put(0, new float[3], 0);
    assertThat(row(0)).containsExactly(0, 0, 0);
  }

  @Test
  void aResultOfFewerOutputsHasNoRowNorThatOfAnother() {
    rows.put(1, new float[] {1, 1, 1}, 0);
    rows.put(1 + LENGTH, new float[] {1, 1}, 0);
    assertThat(row(1 + LENGTH)).isEmpty();
  }
}
