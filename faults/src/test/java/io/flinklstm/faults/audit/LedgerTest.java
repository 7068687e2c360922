package io.flinklstm.faults.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.faults.audit.Finding.Kind;
import io.flinklstm.faults.audit.Ledger.Claim;
import io.flinklstm.faults.audit.PlainLstm.Numbers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  private static final PlainWeights WEIGHTS = PlainWeights.random(1, 4);
  private static final float[] VALUES = {20, 0.5f};

  private final Ledger ledger = new Ledger(WEIGHTS);
  private Claim first;
  private Claim second;

  @BeforeEach
  void twoEventsOfAKey() {
    PlainLstm plain = new PlainLstm(WEIGHTS);
    PlainLstm.Key key = new PlainLstm.Key(WEIGHTS.hidden());
    first = claim(7, plain.next(key, VALUES));
    second = claim(8, plain.next(key, VALUES));
    ledger.event(0, 100, 7, "a", 1_000, VALUES);
    ledger.event(0, 101, 8, "a", 1_000, VALUES);
  }

  private static Claim claim(long number, Numbers due) {
    return new Claim(number, "a", 1_000, true, due);
  }

  private List<Kind> kinds() {
    return ledger.findings().stream().map(Finding::kind).toList();
  }

  @Test
  void oneRightResultForEachEventIsClean() {
    ledger.result(0, 100, first);
    ledger.result(0, 101, second);
    ledger.close(0, 0);
    assertThat(ledger.findings()).isEmpty();
    assertThat(ledger.verdict().isClean()).isTrue();
  }

  @Test
  void whatNeverCameIsLostAndNamed() {
    ledger.result(0, 100, first);
    ledger.close(0, 0);
    assertThat(ledger.findings())
        .containsExactly(new Finding(Kind.LOST, 8, 0, 101, "step 2 of a, record 8"));
  }

  @Test
  void whatComesTwiceIsADuplicate() {
    ledger.result(0, 100, first);
    ledger.result(0, 100, first);
    assertThat(kinds()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void whatComesAfterALaterOneIsReordered() {
    ledger.result(0, 101, second);
    ledger.result(0, 100, first);
    assertThat(kinds()).containsExactly(Kind.REORDERED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void oneOtherBitIsWrong(int place) {
    Numbers of = second.numbers();
    float up =
        Math.nextUp(place == 0 ? of.forecast() : place == 1 ? of.expected() : of.difference());
    Numbers other =
        new Numbers(
            place == 3 ? of.step() + 1 : of.step(),
            place == 0 ? up : of.forecast(),
            place == 1 ? up : of.expected(),
            place == 2 ? up : of.difference(),
            place == 4 ? Math.nextUp(of.error()) : of.error());
    ledger.result(0, 100, first);
    ledger.result(0, 101, new Claim(8, "a", 1_000, place != 5, other));
    assertThat(kinds()).containsExactly(Kind.WRONG);
  }

  @Test
  void aResultOfNothingIsWrong() {
    ledger.result(3, 5, first);
    assertThat(kinds()).containsExactly(Kind.WRONG);
  }

  @Test
  void whatWasAcknowledgedAndIsNotInTheInputIsNamed() {
    ledger.arrived(0, 100, 0);
    ledger.arrived(0, 101, 2);
    ledger.arrived(1, 0, -1);
    ledger.result(0, 100, first);
    ledger.result(0, 101, second);
    ledger.close(4, 2);
    assertThat(kinds()).containsOnly(Kind.INPUT);
    assertThat(ledger.findings().stream().map(Finding::number)).containsExactly(1L, 3L, -2L);
  }

  @Test
  void whatIsInTheInputTwiceIsNamed() {
    ledger.arrived(0, 100, 5);
    ledger.arrived(1, 7, -6);
    assertThat(ledger.findings()).isEmpty();
    ledger.arrived(1, 9, 5);
    ledger.arrived(2, 0, -6);
    assertThat(kinds()).containsExactly(Kind.INPUT, Kind.INPUT);
  }

  @Test
  void manyFindingsOfOneKindLeaveRoomForThoseOfAnother() {
    for (int i = 0; i < 30_000; i++) {
      ledger.found(Kind.WRONG, i, 0, i, "x");
    }
    ledger.found(Kind.LOST, 1, 0, 1, "y");
    assertThat(kinds()).hasSize(20_001).endsWith(Kind.LOST);
    assertThat(ledger.verdict().count(Kind.WRONG)).isEqualTo(30_000);
  }

  @Test
  void aBadRecordIsAnsweredByADeadLetterAlone() {
    ledger.bad(1, 0, 9);
    ledger.bad(1, 1, 10);
    ledger.deadLetter(1, 0, 9);
    ledger.result(1, 1, first);
    ledger.deadLetter(0, 100, 7);
    assertThat(kinds()).containsExactly(Kind.WRONG, Kind.WRONG);
  }
}
