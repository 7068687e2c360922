package io.flinklstm.operators;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.core.io.InputStatus;

/** Gives no number, and ends when the {@link Run} lets every source go on. */
final class QuietSource extends NumberSequenceSource {

  private static final long serialVersionUID = 1;

  QuietSource() {
    super(0, 0);
  }

  @Override
  public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new Reader();
  }

  private static final class Reader implements SourceReader<Long, NumberSequenceSplit> {

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Long> output) {
      return isAvailable().isDone() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return Run.current().mayEmit(Run.EVENTS);
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {}

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }
}
