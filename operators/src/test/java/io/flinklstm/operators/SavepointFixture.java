package io.flinklstm.operators;

import io.flinklstm.core.Task;
import io.flinklstm.operators.LstmHarness.Backend;
import io.flinklstm.state.StateEncoding;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;

/**
 * Canonical savepoints of the operator, one for each encoding of state format version 1, as they
 * were when that version was written. They hold everything a state can: timers, labels, last
 * values, rows, sequences.
 */
final class SavepointFixture {

  static final SmallReader MODEL = new SmallReader(25, Task.CLASSIFY, false); // of many minds

  /** What the job had seen before its savepoint, and then the watermark. */
  static final List<Reading> BEFORE = Readings.random(11, 120, 6);

  static final long WATERMARK = 110;

  private SavepointFixture() {}

  static LstmOptions options(StateEncoding encoding) {
    return LstmOptions.DEFAULT
        .withMaxWave(8)
        .withHistory(4)
        .withEncoding(encoding)
        .withEmission(Emission.labelChange())
        .withMissing(MissingValues.REJECTED.withOthers(MissingValue.LAST_VALUE))
        .withSequences(
            Sequences.ENDLESS.withGap(Duration.ofMillis(20)).withExpiry(Duration.ofMillis(90)));
  }

  private static String name(StateEncoding encoding) {
    return "savepoint-v1-" + encoding.name().toLowerCase(Locale.ROOT) + ".bin";
  }

  static OperatorSubtaskState read(StateEncoding encoding) throws IOException {
    try (InputStream in = SavepointFixture.class.getResourceAsStream(name(encoding));
        DataInputStream data = new DataInputStream(in)) {
      CheckpointMetadata metadata =
          Checkpoints.loadCheckpointMetadata(
              data, SavepointFixture.class.getClassLoader(), name(encoding));
      return metadata.getOperatorStates().iterator().next().getState(0);
    }
  }

  /** Writes them anew into the directory that is the argument: only for a new format version. */
  public static void main(String[] args) throws Exception {
    for (StateEncoding encoding : StateEncoding.values()) {
      OperatorSubtaskState state;
      try (LstmHarness harness = LstmHarness.open(MODEL, options(encoding), Backend.HEAP)) {
        for (Reading reading : BEFORE) {
          harness.process(reading);
        }
        harness.processWatermark(WATERMARK);
        state = harness.savepoint(1);
      }
      OperatorState operator =
          new OperatorState("lstm", "lstm", new OperatorID(), 1, LstmHarness.MAX_PARALLELISM);
      operator.putState(0, state);
      Path file = Path.of(args[0], name(encoding));
      try (OutputStream out = Files.newOutputStream(file)) {
        Checkpoints.storeCheckpointMetadata(
            new CheckpointMetadata(1, List.of(operator), List.of()), out);
      }
    }
  }
}
