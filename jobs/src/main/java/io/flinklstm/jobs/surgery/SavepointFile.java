package io.flinklstm.jobs.surgery;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.operators.LstmState;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateTypeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.state.api.StateBootstrapTransformation;
import org.apache.flink.state.api.runtime.SavepointLoader;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** The states of one operator in a savepoint. */
public final class SavepointFile {

  static final TypeInformation<Tuple2<String, KeyState>> STATES =
      Types.TUPLE(Types.STRING, new KeyStateTypeInfo());

  private static final Set<String> KNOWN =
      Set.of(
          LstmState.NAME,
          "_timer_state/event_" + LstmState.TIMERS,
          "_timer_state/processing_" + LstmState.TIMERS);

  private final String path;
  private final String uid;
  private final OperatorIdentifier identifier;
  private final CheckpointMetadata metadata;
  private final OperatorState operator;

  private SavepointFile(String path, String uid, CheckpointMetadata metadata) {
    this.path = path;
    this.uid = uid;
    this.identifier = OperatorIdentifier.forUid(uid);
    this.metadata = metadata;
    this.operator =
        metadata.getOperatorStates().stream()
            .filter(each -> each.getOperatorID().equals(identifier.getOperatorId()))
            .findFirst()
            .orElseThrow(() -> new StartupException(nothing()));
  }

  private String nothing() {
    return "savepoint "
        + path
        + ": holds no state of an operator with uid "
        + uid
        + "; give the uid the job was built with (--uid)";
  }

  /** Reads what the savepoint says of itself. */
  public static SavepointFile open(String path, String uid) {
    try {
      return new SavepointFile(path, uid, SavepointLoader.loadSavepointMetadata(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new StartupException(
          "savepoint "
              + path
              + " cannot be read ("
              + e.getMessage()
              + "); give the directory that holds its _metadata",
          e);
    }
  }

  /** All keys and states, read as they are taken. */
  public CloseableIterator<Tuple2<String, KeyState>> read() throws Exception {
    StreamExecutionEnvironment environment = environment();
    return states(environment).executeAndCollect("read " + path);
  }

  /** An environment whose backend can read this savepoint. */
  StreamExecutionEnvironment environment() {
    return LocalFlink.environment(isHeapOnly() ? "hashmap" : "rocksdb");
  }

  /** A native savepoint of the heap backend is read by that backend alone. */
  private boolean isHeapOnly() {
    return operator.getStates().stream()
        .flatMap(subtask -> subtask.getManagedKeyedState().stream())
        .anyMatch(
            handle ->
                handle instanceof KeyGroupsStateHandle
                    && !(handle instanceof KeyGroupsSavepointStateHandle));
  }

  DataStream<Tuple2<String, KeyState>> states(StreamExecutionEnvironment environment)
      throws IOException {
    return SavepointReader.read(environment, path)
        .readKeyedState(identifier, new StateReader(), Types.STRING, STATES);
  }

  /**
   * Writes another savepoint where these are all states of the operator; everything else stays.
   *
   * @param states one per key, on the environment that then executes the writing
   */
  void replace(DataStream<Tuple2<String, KeyState>> states, Path target) throws IOException {
    requireReplaceable();
    SavepointWriter.fromExistingSavepoint(states.getExecutionEnvironment(), path)
        .removeOperator(identifier)
        .withOperator(identifier, transformation(states, operator.getMaxParallelism()))
        .write(fresh(target));
  }

  /** Flink tells of no failure to write the states, it leaves the operator out. */
  void requireWritten(Path target) {
    open(target.toString(), uid);
  }

  private static StateBootstrapTransformation<Tuple2<String, KeyState>> transformation(
      DataStream<Tuple2<String, KeyState>> states, int maxParallelism) {
    return OperatorTransformation.bootstrapWith(states)
        .setMaxParallelism(maxParallelism)
        .keyBy(keyed -> keyed.f0, Types.STRING)
        .transform((timestamp, to) -> StateWriter.factory(timestamp, to));
  }

  /** The URI of a directory to write to. */
  static String fresh(Path target) {
    if (Files.exists(target)) {
      throw new StartupException(
          "savepoint " + target + ": exists already; give a directory that does not");
    }
    return target.toUri().toString();
  }

  /** Refuses where a part of the savepoint would be lost without a word. */
  void requireReplaceable() throws IOException {
    for (OperatorState each : metadata.getOperatorStates()) {
      for (OperatorSubtaskState subtask : each.getStates()) {
        boolean plain =
            subtask.getManagedKeyedState().stream().allMatch(KeyGroupsStateHandle.class::isInstance)
                && subtask.getInputChannelState().isEmpty()
                && subtask.getResultSubpartitionState().isEmpty();
        if (!plain) {
          throw new StartupException(
              "savepoint "
                  + path
                  + ": is incremental or holds records on their way, which cannot be copied;"
                  + " take a savepoint in canonical format");
        }
      }
    }
    requireStatesAlone();
  }

  private void requireStatesAlone() throws IOException {
    Set<String> others = new TreeSet<>();
    if (operator.getStates().stream().anyMatch(each -> each.getManagedKeyedState().hasState())) {
      others.addAll(SavepointLoader.loadOperatorStateMetadata(path, identifier).keySet());
    }
    others.removeAll(KNOWN);
    operator.getStates().stream()
        .flatMap(subtask -> subtask.getManagedOperatorState().stream())
        .forEach(handle -> others.addAll(handle.getStateNameToPartitionOffsets().keySet()));
    if (!others.isEmpty()) {
      throw new StartupException(
          "savepoint "
              + path
              + ": operator "
              + uid
              + " keeps besides its keys' states "
              + others
              + ", events or results that wait, and these would be lost; nothing was written."
              + " Only a job without event-time order and without emission at sequence ends can"
              + " be changed");
    }
  }
}
