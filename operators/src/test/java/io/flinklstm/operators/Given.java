package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Something that came out, with its time.
 *
 * @param value a prediction, or a rejected event
 * @param time event time, null for none
 */
record Given(Object value, Long time) {

  static Given of(StreamRecord<?> record) {
    return new Given(record.getValue(), record.hasTimestamp() ? record.getTimestamp() : null);
  }

  String key() {
    Object event = value instanceof Prediction<?> p ? p.event() : ((Rejected<?>) value).event();
    return ((Reading) event).sensor;
  }

  /** Only the predictions of what was given, in order. */
  @SuppressWarnings("unchecked") // tests know no other event
  static List<Prediction<Reading>> predictions(List<Given> all) {
    return all.stream()
        .filter(g -> g.value instanceof Prediction<?>)
        .map(g -> (Prediction<Reading>) g.value)
        .toList();
  }

  /** The predictions of a key in order. */
  static List<Given> predictions(List<Given> all, String key) {
    return all.stream()
        .filter(g -> g.value instanceof Prediction<?> && g.key().equals(key))
        .toList();
  }

  /**
   * What took no step, without its order: the side outputs tell of an event as soon as they can,
   * which for some is at once and for others with their wave.
   */
  static List<String> rejected(List<Given> all) {
    return all.stream()
        .filter(g -> g.value instanceof Rejected<?>)
        .map(Given::toString)
        .sorted()
        .toList();
  }
}
