package io.flinklstm.jobs.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.jobs.DemoModel;
import io.flinklstm.operators.FlinkLstm;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateLayout;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.state.api.runtime.SavepointLoader;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints made of history, taken apart and put together again. */
class SurgeryTest {

  private static final int KEYS = 13;
  private static final int EVENTS = 400;

  /** Holds what all tests read and none changes. */
  @TempDir private static Path common;

  private static Path savepoint;

  @TempDir private Path folder;

  @BeforeAll
  static void bootstrap() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      lines.add(
          "{\"key\":\"key-%d\",\"time\":%d,\"values\":[%s]}"
              .formatted(i % KEYS, time(i), value(i)));
    }
    Path history = Files.write(common.resolve("history.jsonl"), lines);
    savepoint = common.resolve("bootstrapped");
    Surgery.bootstrap(
        DemoModel.source(), new Surgery.History(history, "key", "time"), "lstm", 32, savepoint);
  }

  private static long time(int event) {
    return event / KEYS * 86_400_000L;
  }

  private static float value(int event) {
    return (float) (5 + 3 * Math.sin(event / 40.0));
  }

  private static SavepointFile open(Path path) {
    return SavepointFile.open(path.toString(), "lstm");
  }

  private static Map<String, KeyState> states(Path path) throws Exception {
    Map<String, KeyState> states = new HashMap<>();
    try (CloseableIterator<Tuple2<String, KeyState>> read = open(path).read()) {
      read.forEachRemaining(keyed -> states.put(keyed.f0, keyed.f1));
    }
    return states;
  }

  private static List<Tuple3<String, String, Double>> differences(Path a, Path b) throws Exception {
    List<Tuple3<String, String, Double>> found = new ArrayList<>();
    try (CloseableIterator<Tuple3<String, String, Double>> all =
        Difference.between(open(a), open(b))) {
      all.forEachRemaining(found::add);
    }
    return found;
  }

  @Test
  void historyLeavesTheStatesOfSteppingItEventByEvent() throws Exception {
    Network network = DemoModel.source().load();
    Workspace workspace = network.newWorkspace(1);
    Map<String, KeyState> expected = new HashMap<>();
    for (int i = 0; i < EVENTS; i++) {
      KeyState state =
          expected.computeIfAbsent(
              "key-" + i % KEYS,
              key ->
                  new KeyState(
                      StateLayout.of(network), network.fingerprint(), network.initialState()));
      float[] values = {value(i)};
      workspace.set(0, time(i), values, state.recurrent(), state.running());
      network.advance(workspace, 1);
      state.step(time(i));
    }
    assertThat(states(savepoint)).isEqualTo(expected);
  }

  @Test
  void whatIsExportedAndImportedDiffersInNoBit() throws Exception {
    Path lines = export(savepoint);
    Path imported = folder.resolve("imported");
    Surgery.importLines(lines, open(savepoint), null, imported);
    assertThat(differences(savepoint, imported)).isEmpty();
    assertThat(states(imported)).isEqualTo(states(savepoint));
  }

  private Path export(Path from) throws Exception {
    Path lines = folder.resolve("states.jsonl");
    try (Writer writer = Files.newBufferedWriter(lines)) {
      assertThat(Surgery.export(open(from), writer)).isEqualTo(KEYS);
    }
    return lines;
  }

  @Test
  void resetTakesTheKeysThatAreMeantAndNoOthers() throws Exception {
    Path reset = folder.resolve("reset");
    Surgery.reset(
        open(savepoint), new KeySelection(Set.of("key-3"), Pattern.compile("key-1\\d")), reset);
    assertThat(differences(savepoint, reset))
        .extracting(difference -> difference.f0 + " " + difference.f1)
        .containsExactlyInAnyOrder(
            "key-3 only in the first",
            "key-10 only in the first",
            "key-11 only in the first",
            "key-12 only in the first");
  }

  @Test
  void aChangedNumberIsFoundWithItsSize() throws Exception {
    Path lines = export(savepoint);
    List<String> changed = new ArrayList<>(Files.readAllLines(lines));
    Tuple2<String, KeyState> keyed = StateLine.read(changed.get(0));
    float before = keyed.f1.recurrent()[0];
    keyed.f1.recurrent()[0] = before + 1;
    changed.set(0, StateLine.write(keyed.f0, keyed.f1));
    Path imported = folder.resolve("changed");
    Surgery.importLines(Files.write(lines, changed), open(savepoint), null, imported);
    double size = Math.abs((double) (before + 1) - before);
    assertThat(differences(savepoint, imported))
        .containsExactly(Tuple3.of(keyed.f0, Difference.DIFFERENT, size));
  }

  @Test
  void inspectionCountsEveryKeyOnce() throws Exception {
    Map<String, Object> report = Inspection.of(open(savepoint)).report();
    assertThat(report).containsEntry("keys", (long) KEYS);
    assertThat(report.get("steps"))
        .isEqualTo(Map.of("min", 30L, "median", 31L, "max", 31L, "total", (long) EVENTS));
    assertThat(report.get("ages").toString()).contains("within 1 hour=10", "within 1 day=3");
  }

  @Test
  void aBaseIsNeverWrittenOver() throws IOException {
    assertThatThrownBy(
            () -> Surgery.reset(open(savepoint), new KeySelection(Set.of("x"), null), savepoint))
        .hasMessageContaining("exists already");
  }

  @Test
  void anotherUidIsRefusedNamingIt() {
    assertThatThrownBy(() -> SavepointFile.open(savepoint.toString(), "another"))
        .hasMessageContaining("holds no state of an operator with uid another")
        .hasMessageContaining("--uid");
  }

  @Test
  void aCorruptLineStopsTheImportAndIsNamed() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(export(savepoint)));
    lines.set(4, lines.get(4).substring(0, 40));
    lines.add(2, ""); // counted, though nothing is read from it
    Path corrupt = Files.write(folder.resolve("corrupt.jsonl"), lines);
    Path target = folder.resolve("corrupt");
    assertThatThrownBy(() -> Surgery.importLines(corrupt, open(savepoint), null, target))
        .hasMessageContaining("corrupt.jsonl: line 6: not JSON");
    assertThat(target.resolve("_metadata")).doesNotExist();
  }

  @Test
  void aKeyThatIsInTheFileTwiceStopsTheImport() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(export(savepoint)));
    lines.add(lines.get(0));
    Path twice = Files.write(folder.resolve("twice.jsonl"), lines);
    assertThatThrownBy(
            () -> Surgery.importLines(twice, open(savepoint), null, folder.resolve("twice")))
        .hasMessageContaining("found twice, expected once");
  }

  @Test
  void aStateThatTheModelHasNotMadeStopsTheImportAndIsNamed() throws Exception {
    List<String> lines = Files.readAllLines(export(savepoint));
    refused(lines, "\"model\":\"", "f", "line 3: model: found f");
    refused(lines, "\"layout\":\"", "f", "line 3: layout: found f");
    refused(lines, "\"recurrent\":[", "0.5,", "line 3: recurrent: found 65 numbers, expected 64");
  }

  private void refused(List<String> lines, String field, String found, String message)
      throws Exception {
    List<String> changed = new ArrayList<>(lines);
    int at = lines.get(2).indexOf(field) + field.length();
    int behind = found.equals("f") ? at + 1 : at;
    changed.set(2, lines.get(2).substring(0, at) + found + lines.get(2).substring(behind));
    Path file = Files.write(folder.resolve("foreign.jsonl"), changed);
    Path target = folder.resolve("foreign");
    assertThatThrownBy(() -> Surgery.importLines(file, open(savepoint), DemoModel.source(), target))
        .hasMessageContaining(message);
    assertThat(target.resolve("_metadata")).doesNotExist();
  }

  @Test
  void theMaximumParallelismStaysThatOfTheBase() throws Exception {
    Path imported = folder.resolve("imported");
    Surgery.importLines(export(savepoint), open(savepoint), null, imported);
    assertThat(SavepointLoader.loadSavepointMetadata(imported.toString()).getOperatorStates())
        .singleElement()
        .extracting(OperatorState::getMaxParallelism)
        .isEqualTo(32);
  }

  /** A timer that was lost would leave the key in memory for ever. */
  @Test
  void aTimerFiresAfterAnImport() throws Exception {
    long day = 86_400_000L;
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, KeyState> keyed : states(savepoint).entrySet()) {
      keyed.getValue().timer(keyed.getValue().lastEventTime() + 10 * day);
      lines.add(StateLine.write(keyed.getKey(), keyed.getValue()));
    }
    Path imported = folder.resolve("imported");
    Path file = Files.write(folder.resolve("timed.jsonl"), lines);
    Surgery.importLines(file, open(savepoint), null, imported);
    long last = time(EVENTS - 1);
    assertThat(
            steps(
                imported,
                Tuple2.of("key-1", last + day), // goes on
                Tuple2.of("new", last + 11 * day), // its watermark passes all timers but one
                Tuple2.of("key-2", last + 2 * day))) // not expired by itself: it has been freed
        .containsExactly("key-1 32", "new 1", "key-2 1");
  }

  /** Runs a job from the savepoint that forgets keys after ten days; keys and their steps. */
  @SafeVarargs
  private static List<String> steps(Path from, Tuple2<String, Long>... events) throws Exception {
    StreamExecutionEnvironment environment = LocalFlink.environment("hashmap");
    environment.configure(
        new Configuration().set(StateRecoveryOptions.SAVEPOINT_PATH, from.toUri().toString()));
    environment.setMaxParallelism(32);
    DataStream<Tuple2<String, Long>> timed =
        environment
            .fromData(Types.TUPLE(Types.STRING, Types.LONG), events)
            .uid("events")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tuple2<String, Long>>forGenerator(context -> new AfterEach())
                    .withTimestampAssigner((event, none) -> event.f1))
            .uid("times");
    List<String> steps = new ArrayList<>();
    try (CloseableIterator<Prediction<Tuple2<String, Long>>> predictions =
        FlinkLstm.score(timed.keyBy(event -> event.f0, Types.STRING), DemoModel.source())
            .features((event, values) -> values[0] = 1)
            .expireAfter(Duration.ofDays(10))
            .uid("lstm")
            .build()
            .executeAndCollect()) {
      predictions.forEachRemaining(p -> steps.add(p.event().f0 + " " + p.step()));
    }
    return steps;
  }

  /** A watermark after every event. */
  private static final class AfterEach implements WatermarkGenerator<Tuple2<String, Long>> {
    @Override
    public void onEvent(Tuple2<String, Long> event, long time, WatermarkOutput output) {
      output.emitWatermark(new Watermark(time));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
