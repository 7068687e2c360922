package io.flinklstm.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.faults.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** A sample of what {@code faults/run --fuzz} does at length. */
class FuzzTest {

  private static final long RECORDS = 20_000;

  @Test
  void deadLettersAreThePlantedBadRecordsAndGoodOnesGiveTheBitsOfThePlainLstm() throws Exception {
    try (Fuzz fuzz = new Fuzz(11)) {
      Fuzz.Tally tally = fuzz.run(0, RECORDS);
      assertThat(tally.first).isEmpty();
      assertThat(tally.isClean()).isTrue();
      assertThat(tally.records).isEqualTo(RECORDS);
      assertThat(tally.deadLetters).isEqualTo(tally.bad).isBetween(11_000L, 13_000L);
    }
  }
}
