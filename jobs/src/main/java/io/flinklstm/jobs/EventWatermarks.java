package io.flinklstm.jobs;

import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Incoming;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks behind the latest event. A record that is none says nothing of event time, and a
 * partition that has no others is idle: its Kafka time may be years after the events', which would
 * all be late.
 */
final class EventWatermarks implements WatermarkGenerator<Incoming> {

  private final WatermarkGenerator<Incoming> ofEvents;

  private EventWatermarks(WatermarkGenerator<Incoming> ofEvents) {
    this.ofEvents = ofEvents;
  }

  /**
   * Watermarks of each partition for itself.
   *
   * @param behind the latest event time
   * @param idleAfter so long without an event, a partition holds none back
   */
  static WatermarkStrategy<Incoming> of(Duration behind, Duration idleAfter) {
    WatermarkStrategy<Incoming> ofEvents =
        WatermarkStrategy.<Incoming>forBoundedOutOfOrderness(behind).withIdleness(idleAfter);
    return context -> new EventWatermarks(ofEvents.createWatermarkGenerator(context));
  }

  @Override
  public void onEvent(Incoming incoming, long time, WatermarkOutput output) {
    if (incoming instanceof Event) {
      ofEvents.onEvent(incoming, time, output);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    ofEvents.onPeriodicEmit(output);
  }
}
