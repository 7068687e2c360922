package io.flinklstm.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.faults.workload.Workload.Sample;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  private static final Workload WORKLOAD = new Workload(3, 50, 100);

  @Test
  void aRecordIsTheSameWheneverItIsAskedFor() {
    for (long number = 0; number < 1_000; number++) {
      Sample one = WORKLOAD.sample(number);
      Sample other = new Workload(3, 50, 100).sample(number);
      assertThat(other.value()).isEqualTo(one.value());
      assertThat(other.values()).isEqualTo(one.values());
      assertThat(other.key()).isEqualTo(one.key());
    }
  }

  @Test
  void anotherSeedGivesOtherRecords() {
    assertThat(new Workload(4, 50, 0).sample(1).values())
        .isNotEqualTo(new Workload(3, 50, 0).sample(1).values());
  }

  @Test
  void soManyOfAThousandAreBad() {
    long bad = LongStream.range(0, 10_000).filter(n -> WORKLOAD.sample(n).isBad()).count();
    assertThat(bad).isBetween(900L, 1_100L);
  }

  @Test
  void recordsBelowZeroAreAllBad() {
    assertThat(LongStream.range(-1_000, 0).allMatch(n -> WORKLOAD.sample(n).isBad())).isTrue();
  }
}
