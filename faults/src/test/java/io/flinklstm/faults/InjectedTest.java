package io.flinklstm.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.faults.Campaign.Injected;
import io.flinklstm.faults.fault.Schedule;
import org.junit.jupiter.api.Test;

class InjectedTest {

  private final Injected injected = new Injected(Schedule.once(1).get(0), 100, 2_000, 1, 2, "");

  @Test
  void recordsAreTakenByTheirNumber() {
    assertThat(injected.isBefore(99)).isFalse();
    assertThat(injected.isBefore(100)).isTrue();
  }

  @Test
  void badRecordsOnTopAreCountedDownwards() {
    assertThat(injected.isBefore(-2_000)).isFalse();
    assertThat(injected.isBefore(-2_001)).isTrue();
  }
}
