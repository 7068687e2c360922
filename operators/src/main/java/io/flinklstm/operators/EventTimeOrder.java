package io.flinklstm.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/**
 * Events that wait for the watermark, per key and by time, in keyed state. The watermark reached is
 * part of the checkpoint as well: what was late stays late after a restore, although the sources
 * begin to count their watermarks anew.
 */
final class EventTimeOrder<T> {

  static final String WAITING = "lstm-waiting";
  static final String WATERMARK = "lstm-watermark";

  private final MapState<Long, List<T>> waiting; // of the current key
  private final ListState<Long> checkpointed;
  private long watermark;

  EventTimeOrder(KeyedStateStore keyed, OperatorStateStore operator, TypeInformation<T> events)
      throws Exception {
    waiting = keyed.getMapState(new MapStateDescriptor<>(WAITING, Types.LONG, Types.LIST(events)));
    checkpointed =
        operator.getUnionListState(new ListStateDescriptor<>(WATERMARK, LongSerializer.INSTANCE));
    watermark = restored(checkpointed.get());
  }

  /** The lowest watermark of all subtasks, for the keys may have moved between them. */
  private static long restored(Iterable<Long> watermarks) {
    long lowest = Long.MAX_VALUE;
    boolean any = false;
    for (long each : watermarks) {
      lowest = Math.min(lowest, each);
      any = true;
    }
    return any ? lowest : Long.MIN_VALUE;
  }

  void snapshot() throws Exception {
    checkpointed.update(List.of(watermark));
  }

  /** The highest watermark ever seen. */
  long watermark() {
    return watermark;
  }

  void advance(long newWatermark) {
    watermark = Math.max(watermark, newWatermark);
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
