package io.flinklstm.operators;

import io.flinklstm.operators.LstmHarness.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;

/**
 * One run of the operator over some input: between two inputs anything may happen that happens in a
 * task. Output after the last checkpoint is lost in a crash, as it is with exactly-once sinks.
 */
final class Schedule {

  private static final int MOST_CRASHES = 2;

  private final SplittableRandom random;
  private final LstmOperatorFactory<Reading> factory;
  private final Backend backend;
  private final List<Given> committed = new ArrayList<>();
  private LstmHarness harness;
  private long processingTime;

  private OperatorSnapshotFutures begun; // its asynchronous phase is still to run
  private OperatorSubtaskState snapshot;
  private int snapshotInput;
  private int checkpoints;
  private int crashes;

  Schedule(SplittableRandom random, LstmOperatorFactory<Reading> factory, Backend backend) {
    this.random = random;
    this.factory = factory;
    this.backend = backend;
  }

  /** Everything given out, as a downstream system sees it in the end. */
  List<Given> run(List<Input> inputs) throws Exception {
    harness = LstmHarness.alone(factory, backend, null);
    int next = 0;
    while (next < inputs.size()) {
      switch (random.nextInt(16)) {
        case 0, 1 -> harness.runMails();
        case 2 -> harness.setProcessingTime(processingTime += random.nextInt(30));
        case 3 -> barrier(next);
        case 4 -> next = crash(next);
        default -> take(inputs.get(next++));
      }
    }
    harness.endInput();
    committed.addAll(harness.takeGiven());
    close();
    return committed;
  }

  private void take(Input input) throws Exception {
    if (input.reading() == null) {
      harness.processWatermark(input.watermark());
    } else if (input.timed()) {
      harness.process(input.reading());
    } else {
      harness.processUntimed(input.reading());
    }
  }

  private void barrier(int next) throws Exception {
    complete();
    begun = harness.beginCheckpoint(++checkpoints);
    snapshotInput = next;
    committed.addAll(harness.takeGiven());
  }

  private void complete() throws Exception {
    if (begun != null) {
      snapshot = LstmHarness.finish(begun);
      begun = null;
      harness.notifyOfCompletedCheckpoint(checkpoints);
    }
  }

  private int crash(int next) throws Exception {
    if (crashes == MOST_CRASHES || checkpoints == 0) {
      return next;
    }
    crashes++;
    complete();
    close();
    harness = LstmHarness.alone(factory, backend, snapshot);
    processingTime = 0;
    return snapshotInput;
  }

  private void close() throws Exception {
    complete();
    harness.close();
  }
}
