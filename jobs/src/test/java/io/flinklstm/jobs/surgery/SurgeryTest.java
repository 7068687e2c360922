package io.flinklstm.jobs.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.core.Network;
import io.flinklstm.core.Workspace;
import io.flinklstm.jobs.DemoModel;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.StateLayout;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints made of history, taken apart and put together again. */
class SurgeryTest {

  private static final int KEYS = 13;
  private static final int EVENTS = 400;

  @TempDir private Path folder;
  private Path savepoint;

  @BeforeEach
  void bootstrap() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      lines.add(
          "{\"key\":\"key-%d\",\"time\":%d,\"values\":[%s]}"
              .formatted(i % KEYS, time(i), value(i)));
    }
    Path history = Files.write(folder.resolve("history.jsonl"), lines);
    savepoint = folder.resolve("bootstrapped");
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
    Surgery.importLines(lines, open(savepoint), imported);
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
    Surgery.importLines(Files.write(lines, changed), open(savepoint), imported);
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
}
