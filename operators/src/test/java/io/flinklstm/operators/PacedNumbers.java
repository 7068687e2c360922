package io.flinklstm.operators;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.core.io.InputStatus;

/** Flink's bounded source of numbers, which goes no further than the {@link Run} lets it. */
final class PacedNumbers extends NumberSequenceSource {

  private static final long serialVersionUID = 1;

  PacedNumbers(long count) {
    super(0, count - 1);
  }

  @Override
  public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new Reader(super.createReader(context));
  }

  private static final class Reader implements SourceReader<Long, NumberSequenceSplit> {

    private final SourceReader<Long, NumberSequenceSplit> numbers;
    private long next;

    Reader(SourceReader<Long, NumberSequenceSplit> numbers) {
      this.numbers = numbers;
    }

    @Override
    public void start() {
      numbers.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Long> output) throws Exception {
      if (!Run.current().mayEmit(next).isDone()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      if (numbers.isAvailable().isDone()) {
        next++;
      }
      return numbers.pollNext(output);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      CompletableFuture<Void> mayEmit = Run.current().mayEmit(next);
      return mayEmit.isDone() ? numbers.isAvailable() : mayEmit;
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {
      next = splits.get(0).from();
      numbers.addSplits(splits);
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
      return numbers.snapshotState(checkpointId);
    }

    @Override
    public void notifyNoMoreSplits() {
      numbers.notifyNoMoreSplits();
    }

    @Override
    public void close() throws Exception {
      numbers.close();
    }
  }
}
