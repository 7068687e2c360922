package io.flinklstm.operators;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.WindowSource;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.RejectedTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.OutputTag;

/**
 * The door for DataStream users.
 *
 * <pre>{@code
 * SingleOutputStreamOperator<Prediction<Reading>> predictions =
 *     FlinkLstm.score(readings.keyBy(Reading::sensor), model)
 *         .features((reading, values) -> values[0] = reading.celsius())
 *         .uid("forecast")
 *         .build();
 * DataStream<Rejected<Reading>> rejected =
 *     predictions.getSideOutput(FlinkLstm.rejected(readings.getType()));
 * }</pre>
 */
public final class FlinkLstm {

  private static final String REJECTED = "flink-lstm-rejected";
  private static final String LATE = "flink-lstm-late";

  private FlinkLstm() {}

  /**
   * Begins to describe an operator that takes one timestep per event, keeps hidden and cell state
   * per key, and, where nothing else is chosen, gives one {@code Prediction} or one {@code
   * Rejected} per event; the predictions in the order of arrival.
   *
   * @param stream events by key; events of one key are stepped in the order they come
   * @param model loaded once on every task that runs the operator
   */
  public static <T, K> LstmScoring<T, K> score(KeyedStream<T, K> stream, NetworkSource model) {
    return new LstmScoring<>(stream, model);
  }

  /**
   * Begins to describe an operator that runs a network over windows: the last events of a key, or
   * sequences that have ended. For networks that need the future, such as bidirectional ones.
   *
   * @param stream events by key
   * @param model loaded once on every task that runs the operator
   */
  public static <T, K> WindowScoring<T, K> scoreWindows(
      KeyedStream<T, K> stream, WindowSource model) {
    return new WindowScoring<>(stream, model);
  }

  /**
   * The side output of events that came after the watermark, where events are stepped by {@link
   * Order#EVENT_TIME}. Their text says how late they were.
   */
  public static <T> OutputTag<Rejected<T>> late(TypeInformation<T> event) {
    return new OutputTag<>(LATE, new RejectedTypeInfo<>(event));
  }

  /** The side output of events that took no step for another reason than being late. */
  public static <T> OutputTag<Rejected<T>> rejected(TypeInformation<T> event) {
    return new OutputTag<>(REJECTED, new RejectedTypeInfo<>(event));
  }
}
