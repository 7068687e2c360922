package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** The events of the cluster's jobs, by number, their watermarks, and what is to come out. */
enum Arrivals {

  /** Stepped as they arrive. */
  AS_THEY_COME(Order.ARRIVAL, 0),

  /** Out of order by some milliseconds, stepped by event time. */
  BY_TIME(Order.EVENT_TIME, 0),

  /** Stepped by event time, one in so many too late for it. */
  BY_TIME_SOME_LATE(Order.EVENT_TIME, 40);

  private static final int SENSORS = 200;
  private static final int DISORDER = 16; // milliseconds, and so many events
  private static final int WATERMARK_EVERY = 64; // events
  private static final int LATENESS = 100;

  private static final Comparator<Prediction<Reading>> BY_KEY_AND_STEP =
      Comparator.<Prediction<Reading>, String>comparing(p -> p.event().sensor)
          .thenComparing(Prediction::step)
          .thenComparing(p -> p.event().time)
          .thenComparing(p -> p.event().a);

  private final Order order;
  private final int lateOneIn; // 0 for none

  Arrivals(Order order, int lateOneIn) {
    this.order = order;
    this.lateOneIn = lateOneIn;
  }

  LstmOptions options() {
    return LstmOptions.DEFAULT.withMaxWave(16).withOrder(order).withRecentKeys(4);
  }

  Reading reading(long number) {
    SplittableRandom random = new SplittableRandom(number);
    long time = number + random.nextInt(DISORDER);
    if (lateOneIn > 0 && random.nextInt(lateOneIn) == 0) {
      time -= LATENESS;
    }
    String sensor = "sensor-" + random.nextInt(SENSORS);
    return new Reading(sensor, time, random.nextInt(4096) / 100f, random.nextInt(256) / 256f);
  }

  /** Watermarks at fixed places, so that what is late, and how late, is the same in every run. */
  WatermarkStrategy<Long> watermarks() {
    return WatermarkStrategy.<Long>forGenerator(context -> new AfterFixedEvents())
        .withTimestampAssigner((number, none) -> reading(number).time);
  }

  /** No event that is not late comes with a time before its number. */
  private static final class AfterFixedEvents implements WatermarkGenerator<Long> {
    @Override
    public void onEvent(Long number, long time, WatermarkOutput output) {
      if (hasWatermark(number)) {
        output.emitWatermark(new Watermark(number));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  private static boolean hasWatermark(long number) {
    return number % WATERMARK_EVERY == 0;
  }

  /** What one event at a time gives for the first events, late ones among it, key by key. */
  List<Prediction<Reading>> expected(long events) {
    OneAtATime plain =
        new OneAtATime(TestCluster.MODEL, options(), EventReader.of(Reading::extract));
    for (long number = 0; number < events; number++) {
      plain.process(reading(number), true);
      if (hasWatermark(number)) {
        plain.watermark(number);
      }
    }
    plain.watermark(Long.MAX_VALUE);
    return byKey(plain.given().stream().map(given -> withLate(given.value())).toList());
  }

  @SuppressWarnings("unchecked") // tests know no other event
  private static Prediction<Reading> withLate(Object value) {
    return value instanceof Rejected<?> rejected
        ? late((Rejected<Reading>) rejected)
        : (Prediction<Reading>) value;
  }

  /** A late event among the predictions: without step, saying what was said of it. */
  static Prediction<Reading> late(Rejected<Reading> late) {
    float[] none = {};
    return new Prediction<>(late.event(), 0, 0, false, none, late.text(), none, 0, 0, 0);
  }

  /** Sorted by what cannot depend on the run: keys go their ways at their own pace. */
  static List<Prediction<Reading>> byKey(List<Prediction<Reading>> predictions) {
    return predictions.stream().sorted(BY_KEY_AND_STEP).toList();
  }
}
