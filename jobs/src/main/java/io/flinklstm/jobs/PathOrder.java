package io.flinklstm.jobs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;

/** Hands files out in the order of their paths; Flink's own assigner has no order. */
final class PathOrder implements FileSplitAssigner {

  private static final Comparator<FileSourceSplit> BY_PATH =
      Comparator.comparing((FileSourceSplit split) -> split.path().toString());

  private Queue<FileSourceSplit> waiting = new ArrayDeque<>();

  PathOrder(Collection<FileSourceSplit> splits) {
    addSplits(splits);
  }

  @Override
  public Optional<FileSourceSplit> getNext(String hostname) {
    return Optional.ofNullable(waiting.poll());
  }

  @Override
  public void addSplits(Collection<FileSourceSplit> splits) {
    List<FileSourceSplit> all = new ArrayList<>(waiting);
    all.addAll(splits);
    all.sort(BY_PATH);
    waiting = new ArrayDeque<>(all);
  }

  @Override
  public Collection<FileSourceSplit> remainingSplits() {
    return List.copyOf(waiting);
  }
}
