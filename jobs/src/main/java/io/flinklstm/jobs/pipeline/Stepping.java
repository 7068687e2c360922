package io.flinklstm.jobs.pipeline;

import io.flinklstm.operators.Emission;
import io.flinklstm.operators.MissingValue;
import io.flinklstm.operators.Order;
import io.flinklstm.state.StateEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which steps and results a pipeline's events give, for who computes them again without its
 * operator.
 *
 * @param gap milliseconds of event time without an event after which a sequence is new; 0 for none
 * @param length steps after which a sequence is new; 0 for none
 * @param warmUp steps of a sequence after which its results are warm
 * @param everyNth of a sequence's steps one gives a result
 * @param scoreFrom the least score that gives a result
 * @param labelChanges whether only a change of label gives a result
 * @param missing what is done where a value is missing, by field
 */
public record Stepping(
    long gap,
    long length,
    long warmUp,
    long everyNth,
    double scoreFrom,
    boolean labelChanges,
    List<Missing> missing) {

  /** What is done about an event in which a value is missing. */
  public enum Missing {
    REJECT,
    SKIP,
    LAST_VALUE,
    FORECAST
  }

  public Stepping {
    missing = List.copyOf(missing);
  }

  /** Every event takes a step and gives a result, or is rejected. */
  public static Stepping plain(int fields) {
    return new Stepping(
        0, 0, 0, 1, Double.NEGATIVE_INFINITY, false, Collections.nCopies(fields, Missing.REJECT));
  }

  /**
   * Of a pipeline for whose results the events' own order is enough; see {@link #obstacles}.
   *
   * @param fields of the model, in its order
   */
  public static Stepping of(Scoring scoring, List<String> fields) {
    Emission emit = scoring.emit();
    return new Stepping(
        scoring.resetAfterGap().map(Duration::toMillis).orElse(0L),
        scoring.resetEvery().orElse(0),
        scoring.warmUpSteps(),
        emit instanceof Emission.EveryNth every ? every.n() : 1,
        emit instanceof Emission.ScoreFrom from ? from.threshold() : Double.NEGATIVE_INFINITY,
        emit instanceof Emission.LabelChange,
        fields.stream()
            .map(field -> scoring.missingFields().getOrDefault(field, scoring.missing()))
            .map(Stepping::missing)
            .toList());
  }

  private static Missing missing(MissingValue policy) {
    return switch (policy) {
      case REJECT -> Missing.REJECT;
      case SKIP_STEP -> Missing.SKIP;
      case LAST_VALUE -> Missing.LAST_VALUE;
      case FORECAST -> Missing.FORECAST;
    };
  }

  /** Why a pipeline's results cannot be computed again from its topics alone; empty if they can. */
  public static List<String> obstacles(Pipeline pipeline) {
    Scoring scoring = pipeline.scoring();
    List<String> obstacles = new ArrayList<>();
    if (pipeline.history().isPresent()) {
      obstacles.add("input.history: the events of files are in no topic");
    }
    if (pipeline.consumption().start() instanceof Start.Latest
        || pipeline.consumption().start() instanceof Start.At) {
      obstacles.add("input.start: the events before it count as lost, and keys began without them");
    }
    if (scoring.order() == Order.EVENT_TIME) {
      obstacles.add("operator.order: event-time: what was late is known to the watermark alone");
    }
    if (scoring.expireAfter().isPresent()) {
      obstacles.add("operator.expire-after: the watermark may have forgotten keys");
    }
    if (scoring.emit() instanceof Emission.SequenceEnd) {
      obstacles.add("operator.emit: sequence-end: the watermark may have ended sequences");
    }
    if (scoring.stateEncoding() != StateEncoding.FLOAT32) {
      obstacles.add("operator.state-encoding: states are rounded after each step");
    }
    return obstacles;
  }
}
