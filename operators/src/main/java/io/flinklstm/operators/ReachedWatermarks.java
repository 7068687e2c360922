package io.flinklstm.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The highest watermark that each key has seen, in every checkpoint: what was late stays late after
 * a restore, although the sources begin to count their watermarks anew. Kept per key group, because
 * an unaligned checkpoint finds each subtask at another watermark, and the parallelism may change.
 */
final class ReachedWatermarks {

  static final String NAME = "lstm-watermarks";

  private final ListState<Long> checkpointed; // first key group, last key group, watermark
  private final KeyGroupRange keyGroups;
  private final int maxParallelism;
  private final long[] restored; // per key group
  private final long highestRestored;
  private long current = Long.MIN_VALUE;

  ReachedWatermarks(OperatorStateStore store, TaskInfo task) throws Exception {
    maxParallelism = task.getMaxNumberOfParallelSubtasks();
    keyGroups =
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            maxParallelism, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
    checkpointed =
        store.getUnionListState(new ListStateDescriptor<>(NAME, LongSerializer.INSTANCE));
    restored = new long[keyGroups.getNumberOfKeyGroups()];
    Arrays.fill(restored, Long.MIN_VALUE);
    restore(checkpointed.get().iterator());
    highestRestored = Arrays.stream(restored).max().orElseThrow();
  }

  private void restore(Iterator<Long> ranges) {
    while (ranges.hasNext()) {
      long first = ranges.next();
      long last = ranges.next();
      long watermark = ranges.next();
      for (int group = (int) first; group <= last; group++) {
        if (keyGroups.contains(group)) {
          restored[group - keyGroups.getStartKeyGroup()] = watermark;
        }
      }
    }
  }

  void snapshot() throws Exception {
    List<Long> ranges = new ArrayList<>();
    int first = 0;
    for (int end = 1; end <= restored.length; end++) {
      if (end == restored.length || reached(end) != reached(first)) {
        ranges.add((long) keyGroups.getStartKeyGroup() + first);
        ranges.add((long) keyGroups.getStartKeyGroup() + end - 1);
        ranges.add(reached(first));
        first = end;
      }
    }
    checkpointed.update(ranges);
  }

  void advance(long watermark) {
    current = Math.max(current, watermark);
  }

  /** The highest watermark that the key has ever seen. */
  long of(Object key) {
    return current >= highestRestored
        ? current
        : reached(
            KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism)
                - keyGroups.getStartKeyGroup());
  }

  private long reached(int group) {
    return Math.max(current, restored[group]);
  }
}
