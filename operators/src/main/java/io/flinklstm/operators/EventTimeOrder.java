package io.flinklstm.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** Events that wait for the watermark, per key and by time, in keyed state. */
final class EventTimeOrder<T> {

  static final String WAITING = "lstm-waiting";

  private final MapState<Long, List<T>> waiting; // of the current key
  private final ReachedWatermarks reached;

  EventTimeOrder(KeyedStateStore keyed, ReachedWatermarks reached, TypeInformation<T> events) {
    this.waiting =
        keyed.getMapState(new MapStateDescriptor<>(WAITING, Types.LONG, Types.LIST(events)));
    this.reached = reached;
  }

  void snapshot() throws Exception {
    reached.snapshot();
  }

  /** The highest watermark that a key has ever seen. */
  long watermark(Object key) {
    return reached.of(key);
  }

  void advance(long watermark) {
    reached.advance(watermark);
  }

  /** Keeps an event of the current key. */
  void add(T event, long time) throws Exception {
    List<T> sameTime = waiting.get(time);
    List<T> events = sameTime == null ? new ArrayList<>(1) : sameTime;
    events.add(event);
    waiting.put(time, events);
  }

  /** Times of the current key's waiting events, ascending. */
  long[] times() throws Exception {
    long[] times = new long[8];
    int count = 0;
    for (Long time : waiting.keys()) {
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = time;
    }
    Arrays.sort(times, 0, count);
    return Arrays.copyOf(times, count);
  }

  /** Takes the current key's events of one time out, in their order of arrival. */
  List<T> take(long time) throws Exception {
    List<T> events = waiting.get(time);
    waiting.remove(time);
    return events;
  }
}
