package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.record.DeadLetter;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Incoming;
import io.flinklstm.jobs.record.Origin;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class EventWatermarksTest {

  private static final Origin ORIGIN = new Origin("in", 0, 0);
  private static final long NOW = 1_900_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final Seen seen = new Seen();
  private final WatermarkGenerator<Incoming> watermarks =
      EventWatermarks.of(Duration.ofMillis(5), Duration.ofMillis(100))
          .createWatermarkGenerator(new Context(clock));

  @Test
  void anUnreadableRecordMovesNone() {
    read(event(1_000));
    assertThat(seen.watermark).isEqualTo(994);
    read(letter());
    assertThat(seen.watermark).isEqualTo(994);
    read(event(2_000));
    assertThat(seen.watermark).isEqualTo(1_994);
  }

  @Test
  void aPartitionWithUnreadableRecordsAloneIsIdle() {
    read(event(1_000));
    for (int i = 0; i < 10; i++) {
      clock.advanceTime(Duration.ofMillis(50));
      read(letter());
    }
    assertThat(seen.idle).isTrue();
    read(event(2_000));
    assertThat(seen.idle).isFalse();
  }

  private void read(Incoming incoming) {
    long time = incoming instanceof Event event ? event.time() : NOW;
    watermarks.onEvent(incoming, time, seen);
    watermarks.onPeriodicEmit(seen);
  }

  private static Event event(long time) {
    return new Event("key", time, new float[] {1}, ORIGIN);
  }

  private static DeadLetter letter() {
    return DeadLetter.of(ORIGIN, null, "bad");
  }

  private record Context(RelativeClock getInputActivityClock)
      implements WatermarkGeneratorSupplier.Context {
    @Override
    public MetricGroup getMetricGroup() {
      return new UnregisteredMetricsGroup();
    }
  }

  private static final class Seen implements WatermarkOutput {
    private long watermark = Long.MIN_VALUE;
    private boolean idle;

    @Override
    public void emitWatermark(Watermark next) {
      watermark = Math.max(watermark, next.getTimestamp()); // as Flink's outputs do
      idle = false;
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }
}
