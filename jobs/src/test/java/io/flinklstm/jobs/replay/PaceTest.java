package io.flinklstm.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void aRateSpreadsRecordsEvenly() {
    assertThat(new Pace.Rate(4).due(0, 0)).isZero();
    assertThat(new Pace.Rate(4).due(6, 999)).isEqualTo(1_500_000_000L);
  }

  @Test
  void aSpeedShortensTheTimeBetweenEvents() {
    assertThat(new Pace.Speed(60).due(7, 120_000)).isEqualTo(2_000_000_000L);
  }

  @Test
  void withoutPaceEveryRecordIsDueAtOnce() {
    assertThat(new Pace.Unpaced().due(1_000, 1_000)).isZero();
  }
}
